package dev.breakwater.model;

import java.util.Optional;

/** The reason for a decision. Every decision, incident and refusal has a reason. */
public enum Reason implements Wire {
    // reasons to open an incident
    SURGE("calls or cost are far above normal for this time of day"),
    SUSTAINED_SURGE("the cost of the last hour or more is above normal for this time of day"),
    UNIT_COST("each call costs far more than it used to"),
    GROWTH("calls above normal grew by more than 30 % three times in a row, in periods of 3, 7 or 20 minutes"),
    LOOP_DROPPED("AWS stopped a recursive loop of this function"),
    DAY_COST("cost was above normal repeatedly, and within 24 hours it reached five times the hourly page threshold"),
    YOUNG_FUNCTION_CAP(
            "the function has no baseline yet, and it costs more than the cap or suddenly far more than before"),
    DEPLOYED("the level changed with a deployment of this function"),
    SPREAD("many functions are above normal at once"),
    STARVED("AWS refuses calls for lack of concurrency, not because of our limit; little of the surge is billed"),
    REPORTED("platform reports show far more calls than usual, but metrics have not confirmed this yet"),
    NEW_NORMAL_ASKED("the surge is a day old and still costs money: is this the new normal?"),
    LASTING_CHANGE("cost or calls rose and have stayed high"),
    // reasons why an episode or incident ended
    CALM("back within the expectation"),
    NOT_UNUSUAL("still above the expectation, but no longer far above what this time of day has had before"),
    NEW_LEVEL("it lasted a day and now counts as the new normal"),
    LASTED_A_WEEK("it lasted seven days and now counts as the new normal"),
    ABSORBED("an incident of one function explains it"),
    UNCONFIRMED("metrics did not confirm the platform reports, so reports alone cannot page for a day"),
    END_OF_INPUT("the recording ended"),
    // reasons to set, change or end a throttle
    ABOVE_THROTTLE_LINE("the excess cost is above the policy's throttle threshold"),
    STILL_ABOVE("the surge continues, so the throttle is renewed"),
    STEP_UP("no new data showed the surge, so the limit was raised one step"),
    HOLD_OVER("the hold time is over and the function is calm"),
    MAX_HOLD("the throttle reached the policy's maxHold"),
    ENFORCEMENT_OFF("enforcement was switched off"),
    OVERRIDDEN("somebody else changed or released the limit, so Breakwater leaves the function alone for 24 hours"),
    COULD_NOT("the limit could not be set"),
    LEASE_OVER("something else, such as a sweep, ended the lease"),
    ADOPTED("this run found a limit that an earlier run had set"),
    CAME_BACK("a late call set the limit again after its release"),
    GONE("the function no longer exists"),
    ACCEPTED("a person accepted it"),
    NOT_CURED("in ten minutes the throttle averted less than a tenth of the cost, so it was released"),
    NOT_BINDING("the function runs more calls than the limit of its queue or stream allows, so Breakwater uses "
            + "reserved concurrency"),
    // reasons why no throttle was set
    MODE_OBSERVE("in mode observe, Breakwater only records"),
    MODE_ALERT("in mode alert or with enforcement: off, Breakwater pages but never throttles"),
    MODE_APPROVE("in mode approve, the throttle waits for a person's approval"),
    PROTECTED("the policy protects this function"),
    RENAMED("this instance was renamed, so the setting instance.adopts must contain its old name"),
    NOT_READY("there is no baseline, so a safe limit is unknown"),
    IN_COOLDOWN("its last throttle was released a short while ago"),
    CURE_FAILED("the last throttle averted almost none of this surge"),
    LEFT_ALONE("a person changed or released the limit in the last 24 hours"),
    RADIUS_AT_ONCE("the blast radius allows no more throttles at once"),
    RADIUS_PER_HOUR("the blast radius allows no more new throttles in this hour"),
    NO_HEADROOM("too little unreserved concurrency would be left"),
    NO_EFFECT("a safe limit is not below the present limit or the concurrency in use, so no throttle would help"),
    STALE("the samples are too old to act on"),
    SURGE_OVER("the cost was below the page threshold in the last three minutes"),
    NOT_READ("the function's tags or its reserved concurrency could not be read from AWS yet; breakwater doctor says "
            + "why"),
    NOT_GIVEN_BACK("the release of the earlier limit has not been observed yet"),
    SEEN_BEFORE("a surge also came at this time in an earlier week, so a throttle is only proposed"),
    NOT_WORTH("the throttle would avert too little for the good calls it would refuse, so it is only proposed"),
    FIRST_WEEK("fewer than seven days of this function are known, so a limit is only proposed"),
    BLIND("no data came for three hours, so the incident was closed"),
    // reasons to send an alert
    PAGED("evidence at page level"),
    FLEET_PAGE("many surges share one alert"),
    SHARED_ALERT("other surges with the same cause began or ended"),
    HOW_IT_STANDS("the severity, the cost or the limit has changed since the last alert"),
    QUIET("calm for 15 minutes"),
    // reasons from budgets
    BUDGET_BURN("the budget is spent too fast"),
    BUDGET_FORECAST("the month will end above the budget"),
    BUDGET_EXHAUSTED("the budget is spent"),
    BUDGET_STEP("a step of the budget is reached"),
    BUDGET_CALM("at the present pace the budget will last"),
    BUDGET_PERIOD_OVER("the month or day of the budget is over"),
    BUDGET_CHANGED("the budget was changed or deleted, so this alert no longer applies"),
    BUDGET_THROTTLE("a step of the budget limits its group to the usual peak"),
    // reasons from planned windows
    PLANNED_SURGE("a planned surge began that expects more traffic than the limit allows"),
    // reasons from people's requests
    REQUESTED("a person asked for it"),
    DRILLED("a drill tested the brake on a canary"),
    REQUEST_OVER("the request was not carried out"),
    SPARED("a person asked not to throttle this function"),
    DECLINED("a person declined the proposed throttle"),
    NOT_ANSWERED("nobody approved the throttle in time"),
    NOT_CARRIED_OUT("a person approved the throttle, but its checks did not pass in time");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** The reason as a line for people. */
    public String text() {
        return text;
    }

    /** Whether this is a reason to open an incident, which no longer holds when the surge has stopped. */
    public boolean opens() {
        return compareTo(CALM) < 0;
    }

    /**
     * The reason with this name in files. The result is empty for null and for an unknown name, which another version
     * may have written.
     */
    public static Optional<Reason> of(String wire) {
        return Wire.of(Reason.class, wire);
    }
}

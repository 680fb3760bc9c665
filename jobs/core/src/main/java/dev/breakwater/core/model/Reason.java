package dev.breakwater.core.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why something was decided. Every decision, incident and refusal carries one. */
public enum Reason {
    // what the detector saw
    SURGE("calls or cost far above this time of day"),
    SUSTAINED_SURGE("cost above this time of day for an hour or more"),
    UNIT_COST("each call costs far more than it used to"),
    GROWTH("calls grow exponentially"),
    LOOP_DROPPED("AWS cut a recursive loop of this function"),
    DAY_COST("above this time of day again and again: within 24 hours it comes to five times the page line of an hour"),
    YOUNG_FUNCTION_CAP("no baseline yet and above the cap for young functions"),
    DEPLOYED("the level changed with a deployment of this function"),
    SPREAD("many functions are raised at once"),
    STARVED("calls are refused for lack of concurrency, not by us; little of the surge is billed"),
    REPORTED("platform reports show far more calls than usual; metrics have not confirmed it yet"),
    NEW_NORMAL_ASKED("a day old and still costing: is this the new normal?"),
    LASTING_CHANGE("cost or calls went up and stay there"),
    // why an episode or incident ended
    CALM("back within the expectation"),
    NEW_LEVEL("lasted a day and is accepted as the new normal"),
    LASTED_A_WEEK("stayed for seven days and is expected from now on"),
    ABSORBED("explained by an incident of one function"),
    UNCONFIRMED("metrics did not confirm the platform reports; they are not believed early for a day"),
    END_OF_INPUT("the recording ended"),
    // why a throttle was set, changed or ended
    ABOVE_THROTTLE_LINE("excess above the policy's throttle line"),
    STILL_ABOVE("the surge continues, the hold is prolonged"),
    STEP_UP("calm since the hold ended, limit raised one step"),
    HOLD_OVER("hold over and calm"),
    MAX_HOLD("the longest hold of the policy is over"),
    ENFORCEMENT_OFF("enforcement was switched off"),
    OVERRIDDEN("somebody else changed or released the limit: hands off for 24 hours"),
    COULD_NOT("the limit could not be set"),
    LEASE_OVER("its lease was ended without this run, for example by a sweep"),
    ADOPTED("a limit of an earlier run that this one did not know"),
    CAME_BACK("a late call set it again after it was given back"),
    GONE("the function no longer exists"),
    ACCEPTED("a person accepted it"),
    NOT_CURED("in ten minutes the throttle averted less than a tenth of the cost: given back"),
    NOT_BINDING("it runs above the limit of its queue or stream; reserved concurrency takes over"),
    // why no throttle was set
    MODE_OBSERVE("mode observe: recorded only"),
    MODE_ALERT("mode alert: pages, never throttles"),
    MODE_APPROVE("mode approve: proposed, waiting for a human"),
    PROTECTED("the policy protects this function"),
    RENAMED("this instance was renamed: instance.adopts must name its old name"),
    NOT_READY("no baseline: a safe limit is unknown"),
    IN_COOLDOWN("released a short while ago"),
    CURE_FAILED("the last throttle averted hardly anything of this surge"),
    LEFT_ALONE("a human changed the limit in the last 24 hours"),
    RADIUS_AT_ONCE("as many throttles as the blast radius allows are held"),
    RADIUS_PER_HOUR("as many throttles as the blast radius allows were set in this hour"),
    NO_HEADROOM("too little unreserved concurrency would be left"),
    NO_EFFECT("the limit would not be below the value that is set, or in use"),
    STALE("the samples are too old to act on"),
    SURGE_OVER("nothing above the page line in the last three minutes"),
    NOT_READ("its tags were not read yet"),
    NOT_GIVEN_BACK("the earlier limit was not observed given back yet"),
    SEEN_BEFORE("it came at this time of an earlier week too, so a throttle is only proposed"),
    NOT_WORTH("it would refuse too many good calls for what it averts, so it is only proposed"),
    FIRST_WEEK("fewer than seven days of it are known, so a limit is only proposed"),
    BLIND("no data for three hours, so it was closed"),
    // what was sent
    PAGED("evidence at page level"),
    FLEET_PAGE("many surges share one alert"),
    SHARED_ALERT("other surges of its cause began or ended"),
    HOW_IT_STANDS("its severity or its limit has changed"),
    QUIET("calm for 15 minutes"),
    // of budgets
    BUDGET_BURN("the budget is spent too fast"),
    BUDGET_FORECAST("the month will end above the budget"),
    BUDGET_EXHAUSTED("the budget is spent"),
    BUDGET_STEP("a step of the budget is reached"),
    BUDGET_CALM("the budget lasts again at the present pace"),
    BUDGET_PERIOD_OVER("the month or day of the budget is over"),
    BUDGET_CHANGED("the budget was changed or deleted, so this no longer holds"),
    BUDGET_THROTTLE("a step of the budget holds its group at the usual peak"),
    // of windows
    PLANNED_SURGE("a window began that expects more than the limit allows"),
    // of what people ask for
    REQUESTED("a person asked for it"),
    DRILLED("a drill tested the brake on a canary"),
    REQUEST_OVER("the time that a person asked for is over"),
    SPARED("a person asked not to throttle this function"),
    NOT_ANSWERED("nobody approved the throttle in time"),
    NOT_CARRIED_OUT("a person approved the throttle, but the checks did not allow it in time");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** One line for people. */
    public String text() {
        return text;
    }

    /** The one of that name in files; none for null, and for a name of another version. */
    public static Optional<Reason> of(String wire) {
        return Stream.of(values()).filter(r -> r.wire().equals(wire)).findFirst();
    }

    /** The name in files, for example {@code above-throttle-line}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.breakwater.engine.control.decide;

import dev.breakwater.model.Assessment;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;

/** Builds assessments for tests: {@code Minute.of("shop", 7).page(20)}. */
final class Minute {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-west-1";
    static final long USD = 1_000_000_000L;

    private Scope scope;
    private final long minute;
    private IncidentKind kind = IncidentKind.FLOOD;
    private Level level = Level.NONE;
    private Reason reason = Reason.SURGE;
    private long onset = 100;
    private long lastEvidence;
    private boolean closed;
    private Evidence evidence = new Evidence(Evidence.Test.BURST, 20, 2);
    private double peak = 8;
    private double excessUsdPerHour;
    private double recentUsdPerHour;
    private double concurrency = 100;
    private double demand;
    private long costNano = USD;
    private long refused;
    private boolean ready = true;
    private boolean peakKnown = true;
    private boolean over;
    private double billedShare = 1;
    private double growth = 1;
    private String order = "";
    private PlannedSurge planned = PlannedSurge.NONE;

    private Minute(Scope scope, long minute) {
        this.scope = scope;
        this.minute = minute;
        this.lastEvidence = minute;
        this.demand = 100 + minute;
    }

    static Minute of(String function, long minute) {
        return new Minute(Scope.function(ACCOUNT, REGION, function), minute);
    }

    static Minute group(String name, long minute) {
        return new Minute(Scope.group(ACCOUNT, REGION, name), minute);
    }

    static Minute account(long minute) {
        return new Minute(Scope.account(ACCOUNT, REGION), minute);
    }

    Minute page(double usdPerHour) {
        level = Level.PAGE;
        excessUsdPerHour = usdPerHour;
        return this;
    }

    Minute warn(double usdPerHour) {
        level = Level.WARN;
        excessUsdPerHour = usdPerHour;
        return this;
    }

    Minute as(IncidentKind other) {
        kind = other;
        return this;
    }

    Minute deployment() {
        kind = IncidentKind.DEPLOYMENT;
        reason = Reason.DEPLOYED;
        return this;
    }

    /** A minute of an account in which this many functions are raised. */
    Minute raised(int functions) {
        evidence = new Evidence(Evidence.Test.SPREAD, functions, 8);
        return spread();
    }

    Minute spread() {
        kind = IncidentKind.SPREAD;
        return this;
    }

    /** A minute of a function without a surge, but with a limit of ours. */
    Minute calm() {
        kind = IncidentKind.BUDGET;
        return because(Reason.BUDGET_THROTTLE);
    }

    Minute because(Reason why) {
        reason = why;
        return this;
    }

    Minute burst(double factor) {
        evidence = new Evidence(Evidence.Test.BURST, factor, 2);
        return this;
    }

    /** A function without a baseline, with this cost in its last hour. */
    Minute young(double usd) {
        evidence = new Evidence(Evidence.Test.YOUNG, usd, 1);
        return this;
    }

    Minute onset(long first) {
        onset = first;
        return this;
    }

    Minute lastEvidence(long last) {
        lastEvidence = last;
        return this;
    }

    Minute closed(Reason why) {
        closed = true;
        reason = why;
        return this;
    }

    Minute peak(double concurrencyPeak) {
        peak = concurrencyPeak;
        return this;
    }

    Minute cost(long nano, double averageConcurrency) {
        costNano = nano;
        concurrency = averageConcurrency;
        return this;
    }

    Minute demand(double callsPerMinute) {
        demand = callsPerMinute;
        return this;
    }

    Minute refused(long calls) {
        refused = calls;
        return this;
    }

    Minute growing(double perMinute) {
        growth = perMinute;
        return this;
    }

    Minute notReady() {
        ready = false;
        return this;
    }

    /** A minute of a function whose first seven days are not complete. */
    Minute firstWeek() {
        peakKnown = false;
        return this;
    }

    /** A minute in which the last three minutes no longer show the surge. */
    Minute over() {
        over = true;
        return this;
    }

    Minute kind(IncidentKind of) {
        kind = of;
        return this;
    }

    /** Sets the cost above the expectation in the last three minutes, as an hourly rate. */
    Minute recent(double usdPerHour) {
        recentUsdPerHour = usdPerHour;
        return this;
    }

    /** Sets the billed cost, as a share of the cost of all demanded calls. */
    Minute billed(double share) {
        billedShare = share;
        return this;
    }

    /** A minute in a planned window that expects this multiple of the usual traffic. */
    Minute planned(double expect) {
        planned = new PlannedSurge("launch", expect);
        return this;
    }

    /** Turns the verdict into a budget's order to throttle the function. */
    Minute ordered(String incident) {
        order = incident;
        return this;
    }

    Assessment build() {
        double recent = over ? 0 : (recentUsdPerHour > 0 ? recentUsdPerHour : excessUsdPerHour) * USD;
        var readings = new Assessment.Readings(
                new Reading(demand, concurrency, costNano * 60 / 1e9),
                new Reading(10, 1, 1),
                peak,
                peakKnown,
                planned,
                ready,
                Math.round(concurrency * 60e6),
                growth,
                refused);
        var amounts = new Assessment.Amounts(
                costNano,
                (long) (excessUsdPerHour * USD),
                (minute - onset + 1) * USD,
                (long) recent,
                (long) (excessUsdPerHour * USD * billedShare),
                (long) ((minute - onset + 1) * USD * billedShare),
                (long) (recent * billedShare));
        var episode = new Assessment.Episode(level, kind, reason, evidence, 2, onset, lastEvidence, closed);
        return new Assessment(scope, minute, episode, readings, amounts, order);
    }
}

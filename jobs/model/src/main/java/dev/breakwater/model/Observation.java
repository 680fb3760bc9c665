package dev.breakwater.model;

/**
 * One clean, priced minute of a function. Stages pass and store this record, so its constructor has no checks.
 *
 * @param function       the function
 * @param minute         floor(epoch seconds / 60) of the minute's start
 * @param arrivalMinute  the newest data minute of the feed when the observation was emitted
 * @param silentFrom     first minute of the feed's newest gap, in which nothing arrived; 0 if there was none
 * @param silentTo       last minute of the feed's newest gap
 * @param invocations    calls that ran, billed
 * @param throttles      calls refused for lack of concurrency, not billed
 * @param errors         calls that failed
 * @param loopsDropped   calls that AWS dropped because they were recursive loops
 * @param durationMicros the sum of the calls' durations
 * @param concurrency    the largest number of instances that ran at once
 * @param costNano       the cost of the minute, in nano-USD
 * @param demandCostNano cost of the minute if no call had been refused, in nano-USD
 * @param revision       0 for the first version of the minute, increased by each late sample that changes the minute;
 *     {@link #EARLY} before the first version
 */
public record Observation(
        FunctionKey function,
        long minute,
        long arrivalMinute,
        long silentFrom,
        long silentTo,
        long invocations,
        long throttles,
        long errors,
        long loopsDropped,
        long durationMicros,
        double concurrency,
        long costNano,
        long demandCostNano,
        int revision) {

    /**
     * The revision number of a minute that is known only from platform reports. The calls and the cost of such a minute
     * are lower bounds.
     */
    public static final int EARLY = -1;

    /**
     * Whether the minute is known only from platform reports. The values of an early minute grow until its metrics
     * arrive.
     */
    public boolean early() {
        return revision == EARLY;
    }

    /** The function as a scope. */
    public Scope scope() {
        return function.scope();
    }

    /** The demand, which is invocations plus throttles. */
    public long demand() {
        return invocations + throttles;
    }
}

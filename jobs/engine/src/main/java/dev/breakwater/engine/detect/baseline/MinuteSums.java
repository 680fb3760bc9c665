package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.Observation;

/**
 * The sums of a scope's minute that the tests use.
 *
 * @param demand         invocations plus throttles
 * @param demandCostNano the cost if no call had been refused, nano-USD; the tests use this cost
 * @param billedNano     the billed cost, nano-USD
 * @param durationMicros sum of the calls' durations
 * @param concurrency    the largest number of instances that ran at once
 * @param loopsDropped   calls that AWS dropped in this minute because they were recursive loops
 * @param refused        calls refused for lack of concurrency
 */
public record MinuteSums(
        long minute,
        double demand,
        double demandCostNano,
        double billedNano,
        long durationMicros,
        double concurrency,
        long loopsDropped,
        long refused) {

    private static final double MICROS = 60e6;

    /**
     * The cost of an instance that is busy for the whole minute: the cost divided by the average concurrency, which
     * must be above 0.
     */
    double nanoAnInstance() {
        return billedNano * MICROS / durationMicros;
    }

    /** The sums of a function's minute. */
    public static MinuteSums of(Observation o) {
        return new MinuteSums(
                o.minute(),
                o.demand(),
                o.demandCostNano(),
                o.costNano(),
                o.durationMicros(),
                o.concurrency(),
                o.loopsDropped(),
                o.throttles());
    }

    /** A minute without calls. */
    public static MinuteSums idle(long minute) {
        return new MinuteSums(minute, 0, 0, 0, 0, 0, 0, 0);
    }
}

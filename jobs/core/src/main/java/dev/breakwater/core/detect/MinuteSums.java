package dev.breakwater.core.detect;

import dev.breakwater.core.model.Observation;

/**
 * The sums of a scope's minute that the tests use.
 *
 * @param demand         invocations plus throttles
 * @param demandCostNano what the demand would have cost if nothing had been refused, nano-USD; the tests use this
 * @param billedNano     the billed cost, nano-USD
 * @param durationMicros sum of the calls' durations
 * @param concurrency    the largest number of instances at once
 * @param loopsDropped   calls of recursive loops that AWS cut in this minute
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

    /** Creates the sums of a scope that has no refused calls, or where they do not matter. */
    public MinuteSums(
            long minute,
            double demand,
            double demandCostNano,
            double billedNano,
            long durationMicros,
            double concurrency,
            long loopsDropped) {
        this(minute, demand, demandCostNano, billedNano, durationMicros, concurrency, loopsDropped, 0);
    }

    /**
     * The cost of an instance that is busy for the whole minute: the cost divided by the average concurrency, which is
     * above 0.
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

    /** The sums of a group's minute: the sums of its members. The refused part is unknown. */
    public static MinuteSums of(AccountState members, long minute) {
        return new MinuteSums(
                minute,
                members.sum(minute, Sums.DEMAND),
                members.sum(minute, Sums.DEMAND_COST),
                members.sum(minute, Sums.COST),
                0,
                members.sum(minute, Sums.CONCURRENCY),
                0);
    }

    /** A minute without calls. */
    public static MinuteSums idle(long minute) {
        return new MinuteSums(minute, 0, 0, 0, 0, 0, 0);
    }
}

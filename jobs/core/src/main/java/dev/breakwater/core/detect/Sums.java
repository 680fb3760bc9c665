package dev.breakwater.core.detect;

/** The array indices of an account's sums over its functions in a minute. Costs are in nano-USD. */
final class Sums {

    /** The number of functions that are above normal (see {@link Judge}). */
    static final int UP = 0;
    /**
     * Cost above the expectation, in the trailing hour and in this minute. Only functions that are above normal count.
     */
    static final int EXCESS_HOUR = 1;

    static final int EXCESS = 2;
    /** Demand, billed cost, expectation and concurrency over all functions. */
    static final int DEMAND = 3;

    static final int COST = 4;
    static final int EXPECTED_DEMAND = 5;
    static final int EXPECTED_COST = 6;
    static final int CONCURRENCY = 7;
    /** The cost if no call had been refused. */
    static final int DEMAND_COST = 8;

    /** The number of sums of a minute. */
    static final int COUNT = 9;
    /** The number of ready functions, which is a count for the account and not for a minute. */
    static final int READY = 9;

    private Sums() {}
}

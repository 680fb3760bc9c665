package dev.breakwater.core.detect.account;

/** The array indices of an account's sums over its functions in a minute. Costs are in nano-USD. */
public final class Sums {

    /** The number of functions that are above normal (see {@code Judge}). */
    public static final int UP = 0;
    /**
     * Cost above the expectation, in the trailing hour and in this minute. Only functions that are above normal count.
     */
    public static final int EXCESS_HOUR = 1;

    public static final int EXCESS = 2;
    /** Demand, billed cost, expectation and concurrency over all functions. */
    public static final int DEMAND = 3;

    public static final int COST = 4;
    public static final int EXPECTED_DEMAND = 5;
    static final int EXPECTED_COST = 6;
    static final int CONCURRENCY = 7;
    /** The cost if no call had been refused. */
    public static final int DEMAND_COST = 8;

    /** The number of sums of a minute. */
    public static final int COUNT = 9;
    /** The number of ready functions, which is a count for the account and not for a minute. */
    public static final int READY = 9;

    private Sums() {}
}

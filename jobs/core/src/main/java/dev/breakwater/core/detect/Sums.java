package dev.breakwater.core.detect;

/** The sums of functions in a minute of their account: the places of an array. Costs are nano-USD. */
final class Sums {

    /** Functions that are up, see {@link Judge}. */
    static final int UP = 0;
    /** Cost above the expectation of those that are up, in the trailing hour and in this minute. */
    static final int EXCESS_HOUR = 1;

    static final int EXCESS = 2;
    /** Over all functions: demand, billed cost, expectation, and concurrency. */
    static final int DEMAND = 3;

    static final int COST = 4;
    static final int EXPECTED_DEMAND = 5;
    static final int EXPECTED_COST = 6;
    static final int CONCURRENCY = 7;
    /** The cost of the demand had nothing been refused. */
    static final int DEMAND_COST = 8;

    /** Length of the sums of a minute. */
    static final int COUNT = 9;
    /** Functions that became ready: a sum over the account, not over the minute. */
    static final int READY = 9;

    private Sums() {}
}

package dev.breakwater.core.detect;

/**
 * What a function has contributed to its account minute by minute, so that a revision or a newly opened episode can be
 * told as a difference. Flat, mutable: it is stored as it is.
 */
public final class Share {

    static final int MINUTES = 32;

    public long[] minute = new long[MINUTES];
    public long[] residualDemand = new long[MINUTES];
    public long[] residualCost = new long[MINUTES];
    public long[] demand = new long[MINUTES];
    public long[] cost = new long[MINUTES];
    public long[] duration = new long[MINUTES];
    public long[] concurrency = new long[MINUTES];
}

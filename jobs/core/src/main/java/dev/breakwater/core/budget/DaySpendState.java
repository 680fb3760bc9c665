package dev.breakwater.core.budget;

/** What a function spent on the newest day and on the one before it, which may still change. Stored. */
public final class DaySpendState {
    /** Days since 1970; Long.MIN_VALUE for none. Nano-USD and calls. */
    public long day = Long.MIN_VALUE;

    public long nano;
    public long calls;
    public long before = Long.MIN_VALUE;
    public long beforeNano;
    public long beforeCalls;

    /** Spend of the newest quarter of an hour (minute / 15), not told yet. */
    public long quarter = Long.MIN_VALUE;

    public long quarterNano;

    public DaySpendState() {}
}

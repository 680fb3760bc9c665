package dev.breakwater.core.detect;

/**
 * What a function has told its account of the minutes that can still be revised, so that a revision can be told as a
 * difference. Flat, mutable: it is stored as it is.
 */
public final class Share {

    static final int MINUTES = ScopeAssessor.LATE_WINDOW + 1;

    public long[] minute = new long[MINUTES];
    public long[] told = new long[MINUTES * Sums.COUNT];
    /** Whether the account counts the function as ready. */
    public boolean ready;
}

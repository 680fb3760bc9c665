package dev.breakwater.core.detect;

import dev.breakwater.core.observe.MinuteWindow;

/**
 * The contributions of a function to its account for minutes that can still be revised, so that a revision can be sent
 * as a difference. Flat, mutable: it is stored directly.
 */
public final class Share {

    static final int MINUTES = ScopeAssessor.LATE_WINDOW + 1;
    static final int LATE_MINUTES = MinuteWindow.LATE - ScopeAssessor.LATE_WINDOW + 1;

    public long[] minute = new long[MINUTES];
    public long[] told = new long[MINUTES * Sums.COUNT];
    /** Calls of each that ran. */
    public long[] ran = new long[MINUTES];
    /** Earlier minutes, for which only money still arrives: cost in nano-USD and calls that ran. */
    public long[] lateMinute = new long[LATE_MINUTES];

    public long[] lateNano = new long[LATE_MINUTES];
    public long[] lateRan = new long[LATE_MINUTES];
    /** Whether the account counts the function as ready. */
    public boolean ready;
}

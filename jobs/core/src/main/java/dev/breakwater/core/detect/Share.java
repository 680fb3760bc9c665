package dev.breakwater.core.detect;

import dev.breakwater.core.observe.MinuteWindow;

/**
 * The contributions of a function to its account for minutes that can still be revised, so that a revision can be sent
 * as a difference. Flat, mutable: it is stored directly.
 */
public final class Share {

    static final int MINUTES = ScopeAssessor.LATE_WINDOW + 1;
    private static final int LATE_MINUTES = MinuteWindow.LATE - ScopeAssessor.LATE_WINDOW + 1;

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

    /** Holds as many minutes as samples may be late; what is held moves to its new place. */
    public void hold(int late) {
        int size = late - ScopeAssessor.LATE_WINDOW + 1;
        if (size == lateMinute.length) return;
        long[] minutes = lateMinute;
        long[] nano = lateNano;
        long[] calls = lateRan;
        lateMinute = new long[size];
        lateNano = new long[size];
        lateRan = new long[size];
        for (int i = 0; i < minutes.length; i++) keep(minutes[i], nano[i], calls[i]);
    }

    int lateSlot(long minute) {
        return (int) Math.floorMod(minute, (long) lateMinute.length);
    }

    /** Remembers what was told of a minute that can no longer be judged. */
    void keep(long minute, long nano, long calls) {
        int i = lateSlot(minute);
        if (lateMinute[i] > minute) return;
        lateMinute[i] = minute;
        lateNano[i] = nano;
        lateRan[i] = calls;
    }
}

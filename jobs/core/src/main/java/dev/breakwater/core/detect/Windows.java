package dev.breakwater.core.detect;

/** Sums over the ring of recent minutes. */
final class Windows {

    private Windows() {}

    static int slot(long minute) {
        return (int) (minute & (ScopeState.RING - 1));
    }

    /** Sum of the ring over the w minutes that end with the given one, itself included. */
    static double sum(float[] ring, long end, int w) {
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += ring[slot(m)];
        return sum;
    }

    /** Clears the minutes after the newest one up to and including the given one. */
    static void advance(ScopeState s, long to) {
        long from = s.newest == Long.MIN_VALUE ? to - ScopeState.RING + 1 : s.newest + 1;
        for (long m = Math.max(from, to - ScopeState.RING + 1); m <= to; m++) {
            int i = slot(m);
            s.demand[i] = 0;
            s.cost[i] = 0;
            s.billed[i] = 0;
            s.concurrency[i] = 0;
            s.raw[i] = 0;
        }
        s.newest = to;
    }
}

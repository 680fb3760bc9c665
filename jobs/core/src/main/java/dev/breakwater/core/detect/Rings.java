package dev.breakwater.core.detect;

/** Writes the ring buffers of recent minutes, and sums their values. */
final class Rings {

    private Rings() {}

    /** Adds the next minute as an idle minute, with its expectation. */
    static void append(ScopeState s) {
        long minute = ++s.newest;
        int i = ScopeState.slot(minute);
        int c = ScopeState.costSlot(minute);
        s.demand[i] = 0;
        s.concurrency[i] = 0;
        s.cost[c] = 0;
        s.billed[c] = 0;
        s.expected[i] = s.unknown(minute) ? 0 : expected(s, minute, 0);
        s.paged <<= 1;
        s.warned <<= 1;
        s.slowPage <<= 1;
        s.slowWarn <<= 1;
    }

    /** Writes the sums of a minute, or replaces them. */
    static void write(ScopeView view, MinuteSums sums) {
        ScopeState s = view.state();
        long minute = sums.minute();
        int i = ScopeState.slot(minute);
        int c = ScopeState.costSlot(minute);
        EpisodeState e = s.episode;
        boolean counted = e.open && minute >= e.onset && minute <= e.countedTo;
        double allowed = counted ? view.allowed(minute) : 0;
        double kept = counted ? view.kept(minute) : 0;
        if (counted) e.excessNano += Math.round(sums.billedNano() - s.billed[c]);
        s.lifeCalls += sums.demand() - s.demand[i];
        s.lifeCost += sums.demandCostNano() - s.cost[c];
        s.judgedSums.forget(minute);
        s.learnedSums.forget(minute);
        boolean expectNow = s.unknown(minute) || !Expectation.of(s, minute).known;
        s.demand[i] = (float) sums.demand();
        s.cost[c] = (float) sums.demandCostNano();
        s.billed[c] = (float) sums.billedNano();
        if (s.billed[c] < s.cost[c]) s.refusedAt = (int) Math.max(s.refusedAt, minute);
        if (sums.durationMicros() > 0) s.instanceNano = (float) sums.nanoAnInstance();
        if (counted) e.keptNano += Math.round(view.kept(minute) - kept);
        s.concurrency[i] = (short) Math.min(Short.MAX_VALUE, Math.round(sums.concurrency()));
        if (expectNow) s.expected[i] = expected(s, minute, sums.demand());
        if (counted && view.windows().cover(minute)) {
            e.excessNano -= Math.round((view.allowed(minute) - allowed) * s.unitCost());
        }
    }

    /**
     * The expected demand of a minute. Without history, the expected demand is the actual demand, so there is neither a
     * surge nor a deficit.
     */
    private static float expected(ScopeState s, long minute, double demand) {
        double known = Expectation.ofMinute(s, minute);
        return (float) (Double.isNaN(known) ? demand : known);
    }

    /** The sum of a ring buffer over the w minutes up to and including {@code end}. */
    static double sum(float[] ring, long end, int w) {
        int i = (int) Math.floorMod(end, (long) ring.length);
        double sum = 0;
        for (int j = 0; j < w; j++) {
            sum += ring[i];
            if (--i < 0) i = ring.length - 1;
        }
        return sum;
    }

    /** Expected demand of a recent minute. The result is 0 without an expectation. */
    static double expectedAt(ScopeState s, long minute) {
        return Expectation.of(s, minute).known ? s.expected[ScopeState.slot(minute)] : 0;
    }
}

package dev.breakwater.core.detect.baseline;

/** Writes the ring buffers of recent minutes, and sums their values. */
public final class Rings {

    private Rings() {}

    /** Adds the next minute as an idle minute, with its expectation. */
    public static void append(ScopeState s) {
        long minute = ++s.newest;
        int i = ScopeState.slot(minute);
        int c = ScopeState.costSlot(minute);
        s.minutes.demand[i] = 0;
        s.minutes.concurrency[i] = 0;
        s.minutes.cost[c] = 0;
        s.minutes.billed[c] = 0;
        s.minutes.expected[i] = s.unknown(minute) ? 0 : expected(s, minute, 0);
        s.minutes.paged <<= 1;
        s.minutes.warned <<= 1;
        s.minutes.slowPage <<= 1;
        s.minutes.slowWarn <<= 1;
    }

    /** Writes the sums of a minute, or replaces them. */
    public static void write(ScopeView view, MinuteSums sums) {
        ScopeState s = view.state();
        long minute = sums.minute();
        int i = ScopeState.slot(minute);
        int c = ScopeState.costSlot(minute);
        EpisodeState e = s.episode;
        boolean counted = e.open && minute >= e.onset && minute <= e.countedTo;
        double allowed = counted ? view.allowed(minute) : 0;
        double kept = counted ? view.kept(minute) : 0;
        if (counted) e.excessNano += Math.round(sums.billedNano() - s.minutes.billed[c]);
        s.units.lifeCalls += sums.demand() - s.minutes.demand[i];
        s.units.lifeCost += sums.demandCostNano() - s.minutes.cost[c];
        s.judgedSums.forget(minute);
        s.learnedSums.forget(minute);
        boolean expectNow = s.unknown(minute) || !Expectation.of(s, minute).known;
        s.minutes.demand[i] = (float) sums.demand();
        s.minutes.cost[c] = (float) sums.demandCostNano();
        s.minutes.billed[c] = (float) sums.billedNano();
        if (s.minutes.billed[c] < s.minutes.cost[c]) s.minutes.refusedAt = (int) Math.max(s.minutes.refusedAt, minute);
        if (sums.durationMicros() > 0) s.minutes.instanceNano = (float) sums.nanoAnInstance();
        if (counted) e.keptNano += Math.round(view.kept(minute) - kept);
        s.minutes.concurrency[i] = (short) Math.min(Short.MAX_VALUE, Math.round(sums.concurrency()));
        if (expectNow) s.minutes.expected[i] = expected(s, minute, sums.demand());
        if (counted && view.windows().cover(minute)) {
            e.excessNano -= Math.round((view.allowed(minute) - allowed) * s.units.ofCall());
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
    public static double sum(float[] ring, long end, int w) {
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
        return Expectation.of(s, minute).known ? s.minutes.expected[ScopeState.slot(minute)] : 0;
    }
}

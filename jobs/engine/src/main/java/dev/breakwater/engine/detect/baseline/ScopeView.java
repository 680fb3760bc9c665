package dev.breakwater.engine.detect.baseline;

import dev.breakwater.engine.policy.Windows;
import dev.breakwater.model.DataMinute;

/**
 * A scope in the minute that is judged: its state, and facts from elsewhere.
 *
 * <p>In a planned surge, any demand between the usual traffic and its planned multiple is expected. Demand above that
 * range is a surge, and demand below the usual traffic is a deficit. If the planned traffic does not come, the planned
 * expectation causes no deficit that could hide a later surge.
 *
 * <p>Without a throttle, cost thresholds apply to the billed cost. While Breakwater throttles, cost thresholds apply to
 * the cost that would be billed without our throttle. Otherwise, our own limit would look like the end of the surge.
 *
 * @param windows the planned surges of the function, from the configuration
 * @param ceiling the most instances that could run without our throttle, or {@link #NOT_HELD}
 */
public record ScopeView(ScopeState state, Windows windows, double ceiling) {

    /** The value of {@code ceiling} while we hold no throttle. */
    public static final double NOT_HELD = -1;

    private static final int QUARTER = 15;
    /** The factor from three minutes to an hour. */
    private static final int RECENT = 3;

    /** Creates a view without planned surges and throttles. */
    public ScopeView(ScopeState state) {
        this(state, Windows.NONE, NOT_HELD);
    }

    public boolean held() {
        return ceiling >= 0;
    }

    /**
     * The expected demand of a window of {@code w} minutes. It is one sum, so that a short burst among the minutes
     * evens out.
     */
    public double expected(long end, int w) {
        double usual = MinuteRings.sum(state.minutes.expected, end, w);
        if (!windows.touch(end - w + 1, end)) return usual;
        double most = w > QUARTER ? mostOf(end, w) : usual * factor(end, w);
        return within(MinuteRings.sum(state.minutes.demand, end, w), usual, most);
    }

    /**
     * Expected demand of the trailing hour, computed for each quarter of an hour. Missing demand in one quarter does
     * not allow more demand in the next quarter.
     */
    public double expectedOfHour(long end) {
        double sum = 0;
        for (int back = 0; back < DataMinute.HOUR; back += QUARTER) sum += expected(end - back, QUARTER);
        return sum;
    }

    /** Demand above the expectation in a window of {@code w} minutes. */
    public double excess(long end, int w) {
        return MinuteRings.sum(state.minutes.demand, end, w) - expected(end, w);
    }

    private double mostOf(long end, int w) {
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.minutes.expected[ScopeState.slot(m)] * windows.expect(m);
        return sum;
    }

    /**
     * The factor by which the envelopes of a window of {@code w} minutes are multiplied. For a window of up to 15
     * minutes, the result is the largest factor of a minute, because a batch may arrive in the window's first minute.
     * For a longer window, the result is the mean factor.
     */
    double factor(long end, int w) {
        if (w <= QUARTER) return windows.most(end - w + 1, end);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += windows.expect(m);
        return sum / w;
    }

    /** The largest expected demand of a recent minute. The result is 0 without an expectation. */
    public double most(long minute) {
        return state.expectedAt(minute) * windows.expect(minute);
    }

    /**
     * The part of a recent minute's demand that is not a surge: the usual demand or, in a planned window, the demand
     * that the window allows.
     */
    public double allowed(long minute) {
        double usual = state.expectedAt(minute);
        return windows.cover(minute) ? within(state.demandAt(minute), usual, most(minute)) : usual;
    }

    private static double within(double demand, double usual, double most) {
        return Math.min(Math.max(demand, usual), Math.max(most, usual));
    }

    /** The cost of a window of {@code w} minutes that is compared with thresholds, nano-USD. */
    double counted(long end, int w) {
        if (!held()) return MinuteRings.sum(state.minutes.billed, end, w);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.minutes.billed[ScopeState.costSlot(m)] + kept(m);
        return sum;
    }

    /**
     * The cost above the expectation in the last three minutes, as an hourly rate. This rate shows whether a surge
     * continues. Without an expectation, the rate is the whole cost.
     */
    public long recentHour(long minute, boolean ready) {
        return anHour(counted(minute, RECENT), minute, RECENT, ready);
    }

    /**
     * The billed cost above the expectation in the last three minutes, as an hourly rate. Minutes before the surge do
     * not count.
     */
    public long billedRecent(long minute, boolean ready, long onset) {
        int minutes = (int) Math.max(1, Math.min(RECENT, minute - onset + 1));
        return anHour(MinuteRings.sum(state.minutes.billed, minute, minutes), minute, minutes, ready);
    }

    private long anHour(double nano, long minute, int minutes, boolean ready) {
        double expected = ready ? expected(minute, minutes) * state.units.ofCall() : 0;
        return Math.round((nano - expected) * DataMinute.HOUR / minutes);
    }

    /** How much of the cost of all demand in the last three minutes counts against thresholds, as a share. */
    public double share(long end) {
        double asked = MinuteRings.sum(state.minutes.cost, end, 3);
        return asked > 0 ? counted(end, 3) / asked : 1;
    }

    /**
     * The cost that our throttle averts in a recent minute: the cost of refused calls that could have run without the
     * throttle. Callers often repeat refused calls, and each repeat counts as demand. The ceiling therefore limits the
     * averted cost. The value is 0 while we hold no throttle.
     */
    public double kept(long minute) {
        if (!held() || minute <= state.newest - ScopeState.COST_RING) return 0;
        int c = ScopeState.costSlot(minute);
        double most = state.minutes.instanceNano > 0 ? state.minutes.instanceNano * ceiling : Double.MAX_VALUE;
        return Math.max(0, Math.min(state.minutes.cost[c], most) - state.minutes.billed[c]);
    }

    /** Writes the sums of a minute, or replaces them. */
    public void write(MinuteSums sums) {
        ScopeState s = state;
        long minute = sums.minute();
        int i = ScopeState.slot(minute);
        int c = ScopeState.costSlot(minute);
        EpisodeState e = s.episode;
        boolean counted = e.open && minute >= e.onset && minute <= e.countedTo;
        double allowed = counted ? allowed(minute) : 0;
        double kept = counted ? kept(minute) : 0;
        if (counted) e.excessNano += Math.round(sums.billedNano() - s.minutes.billed[c]);
        s.units.lifeCalls += sums.demand() - s.minutes.demand[i];
        s.units.lifeCost += sums.demandCostNano() - s.minutes.cost[c];
        s.judgedSums.forget(minute);
        s.learnedSums.forget(minute);
        boolean expectNow = s.isUnknown(minute) || !Expectation.of(s, minute).known;
        s.minutes.demand[i] = (float) sums.demand();
        s.minutes.cost[c] = (float) sums.demandCostNano();
        s.minutes.billed[c] = (float) sums.billedNano();
        if (s.minutes.billed[c] < s.minutes.cost[c]) s.minutes.refusedAt = (int) Math.max(s.minutes.refusedAt, minute);
        if (sums.durationMicros() > 0) s.minutes.instanceNano = (float) sums.nanoAnInstance();
        if (counted) e.keptNano += Math.round(kept(minute) - kept);
        s.minutes.concurrency[i] = (short) Math.min(Short.MAX_VALUE, Math.round(sums.concurrency()));
        if (expectNow) s.minutes.expected[i] = s.newExpected(minute, sums.demand());
        if (counted && windows.cover(minute)) {
            e.excessNano -= Math.round((allowed(minute) - allowed) * s.units.ofCall());
        }
    }
}

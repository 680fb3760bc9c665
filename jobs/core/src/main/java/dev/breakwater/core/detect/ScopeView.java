package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.policy.Windows;

/**
 * A scope in the minute that is judged: its state, and facts from elsewhere.
 *
 * <p>In a planned surge, any demand between the usual traffic and its planned multiple is expected. Demand above that
 * range is a surge, and demand below the usual is a deficit. If the planned traffic does not come, there is no deficit
 * that could hide a later surge.
 *
 * <p>Without a throttle, cost thresholds apply to the billed money. During a throttle of ours, they apply to the money
 * that would be billed without it. Otherwise, our own limit would look like the end of the surge.
 *
 * @param windows the planned surges of the function, from the configuration
 * @param ceiling the most instances that could run without our throttle, or {@link #NOT_HELD}
 */
public record ScopeView(ScopeState state, Windows windows, double ceiling) {

    /** The value while we hold no throttle. */
    public static final double NOT_HELD = -1;

    private static final int QUARTER = 15;
    /** Three minutes to an hour. */
    private static final int AN_HOUR = DataMinute.HOUR / 3;

    /** Without planned surges or throttles. */
    public ScopeView(ScopeState state) {
        this(state, Windows.NONE, NOT_HELD);
    }

    boolean held() {
        return ceiling >= 0;
    }

    /** Expected demand of the w minutes up to this one, as one sum, so that a burst among them evens out. */
    double expected(long end, int w) {
        double usual = Rings.sum(state.expected, end, w);
        if (!windows.touch(end - w + 1, end)) return usual;
        double most = w > QUARTER ? mostOf(end, w) : usual * factor(end, w);
        return within(Rings.sum(state.demand, end, w), usual, most);
    }

    /**
     * Expected demand of the trailing hour, computed for each quarter of an hour. Demand that one quarter did not use
     * does not count for the next.
     */
    double expectedOfHour(long end) {
        double sum = 0;
        for (int back = 0; back < DataMinute.HOUR; back += QUARTER) sum += expected(end - back, QUARTER);
        return sum;
    }

    /** Demand above the expectation over the w minutes up to this one. */
    double excess(long end, int w) {
        return Rings.sum(state.demand, end, w) - expected(end, w);
    }

    private double mostOf(long end, int w) {
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.expected[ScopeState.slot(m)] * windows.expect(m);
        return sum;
    }

    /**
     * The factor for the envelopes over the w minutes up to this one. For up to 15 minutes, it is the largest factor of
     * a minute, because a window's first minute may hold a batch for five. For longer times, it is the mean.
     */
    double factor(long end, int w) {
        if (w <= QUARTER) return windows.most(end - w + 1, end);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += windows.expect(m);
        return sum / w;
    }

    /** The largest expected demand of a recent minute. 0 without an expectation. */
    double most(long minute) {
        return Rings.expectedAt(state, minute) * windows.expect(minute);
    }

    /**
     * The part of a recent minute's demand that is not a surge: the usual demand or, in a window, as much as the window
     * allows.
     */
    double allowed(long minute) {
        double usual = Rings.expectedAt(state, minute);
        return windows.cover(minute) ? within(state.demandAt(minute), usual, most(minute)) : usual;
    }

    private static double within(double demand, double usual, double most) {
        return Math.min(Math.max(demand, usual), Math.max(most, usual));
    }

    /** The cost to compare with thresholds, in the w minutes up to this one, nano-USD. */
    double counted(long end, int w) {
        if (!held()) return Rings.sum(state.billed, end, w);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.billed[ScopeState.costSlot(m)] + kept(m);
        return sum;
    }

    /**
     * The excess of the last three minutes as an hourly rate. It shows whether a surge continues. Without an
     * expectation, it is the whole cost.
     */
    long recentHour(long minute, boolean ready) {
        return anHour(counted(minute, 3), minute, ready);
    }

    /** The billed part of that excess. */
    long billedRecent(long minute, boolean ready) {
        return anHour(Rings.sum(state.billed, minute, 3), minute, ready);
    }

    private long anHour(double nano, long minute, boolean ready) {
        double expected = ready ? expected(minute, 3) * state.unitCost() : 0;
        return Math.round((nano - expected) * AN_HOUR);
    }

    /** The share of the demand's cost in the last three minutes that counts against thresholds. */
    double share(long end) {
        double asked = Rings.sum(state.cost, end, 3);
        return asked > 0 ? counted(end, 3) / asked : 1;
    }

    /**
     * The cost that our throttle averts in a recent minute: the cost of refused calls that could have run without it.
     * Callers often repeat refused calls, and each repeat counts as demand, so the ceiling limits this cost. 0 while we
     * hold no throttle.
     */
    double kept(long minute) {
        if (!held() || minute <= state.newest - ScopeState.COST_RING) return 0;
        int c = ScopeState.costSlot(minute);
        double most = state.instanceNano > 0 ? state.instanceNano * ceiling : Double.MAX_VALUE;
        return Math.max(0, Math.min(state.cost[c], most) - state.billed[c]);
    }
}

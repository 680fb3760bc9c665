package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.policy.Windows;

/**
 * A scope at the judgement of one minute: its state, and facts from elsewhere.
 *
 * <p>A planned surge changes what is expected. In a planned surge, everything from the usual traffic to its multiple is
 * expected. Demand in this range is neither a surge nor a deficit. Demand above it is a surge, and demand below the
 * usual is a deficit. Therefore, planned traffic that did not come hides nothing afterwards.
 *
 * <p>During a throttle of ours, the money that would be billed without it counts against gates. Otherwise, our own
 * limit would look like the end of the surge. Without a throttle, the billed money counts.
 *
 * @param windows the planned surges of the function, from the configuration
 * @param ceiling the ceiling of instances without our throttle, or {@link #NOT_HELD}
 */
public record ScopeView(ScopeState state, Windows windows, double ceiling) {

    /** The ceiling without a throttle of ours. */
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

    /** Expected demand of the w minutes up to this one together, so that a burst in them evens out. */
    double expected(long end, int w) {
        double usual = Rings.sum(state.expected, end, w);
        if (!windows.touch(end - w + 1, end)) return usual;
        double most = w > QUARTER ? mostOf(end, w) : usual * factor(end, w);
        return within(Rings.sum(state.demand, end, w), usual, most);
    }

    /**
     * Expected demand of the trailing hour by quarters, so that the unused part of one quarter does not count for the
     * next.
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
     * The factor for the envelopes over the w minutes up to this one. Up to a quarter of an hour, it is the largest
     * factor, because the first minute of a window may have a batch for five. Beyond that, it is the mean.
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

    /** The nano-USD that count against gates in the w minutes up to this one. */
    double counted(long end, int w) {
        if (!held()) return Rings.sum(state.billed, end, w);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.billed[ScopeState.costSlot(m)] + kept(m);
        return sum;
    }

    /**
     * The hourly excess of the last three minutes, which shows whether a surge continues. Without an expectation, it is
     * the whole cost.
     */
    long recentHour(long minute, boolean ready) {
        return anHour(counted(minute, 3), minute, ready);
    }

    /** The same as billed. */
    long billedRecent(long minute, boolean ready) {
        return anHour(Rings.sum(state.billed, minute, 3), minute, ready);
    }

    private long anHour(double nano, long minute, boolean ready) {
        double expected = ready ? expected(minute, 3) * state.unitCost() : 0;
        return Math.round((nano - expected) * AN_HOUR);
    }

    /** The counted share of the demand cost of the last three minutes. */
    double share(long end) {
        double asked = Rings.sum(state.cost, end, 3);
        return asked > 0 ? counted(end, 3) / asked : 1;
    }

    /**
     * The cost that our throttle averts in a recent minute, which is the cost of refused calls that would fit under the
     * ceiling without it. Callers often repeat refused calls, and each repeat counts as demand. The ceiling limits
     * their possible cost. 0 while none of ours is held.
     */
    double kept(long minute) {
        if (!held() || minute <= state.newest - ScopeState.COST_RING) return 0;
        int c = ScopeState.costSlot(minute);
        double most = state.instanceNano > 0 ? state.instanceNano * ceiling : Double.MAX_VALUE;
        return Math.max(0, Math.min(state.cost[c], most) - state.billed[c]);
    }
}

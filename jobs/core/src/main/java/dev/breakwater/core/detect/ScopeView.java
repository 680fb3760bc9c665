package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.policy.Windows;

/**
 * A scope as one minute of it is judged: what is remembered of it, and what is known from elsewhere.
 *
 * <p>A planned surge changes what is expected. Inside one, everything from the usual traffic to its multiple is
 * expected: demand in between is neither surge nor deficit, demand above it is a surge, and demand below the usual is a
 * deficit, as ever. So traffic that a window allowed for and that did not come hides nothing afterwards.
 *
 * <p>A throttle of ours changes which money counts against gates: what would be billed without it, otherwise our own limit
 * would look like the end of the surge. While none is held what is billed counts.
 *
 * @param windows the planned surges of the function, from the configuration
 * @param ceiling instances that bind without the throttle of ours that is held, or {@link #NOT_HELD}
 */
public record ScopeView(ScopeState state, Windows windows, double ceiling) {

    /** The ceiling while no throttle of ours is held. */
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

    /** Expected demand of the w minutes that end with the given one, taken together: a burst in them evens out. */
    double expected(long end, int w) {
        double usual = Rings.sum(state.expected, end, w);
        if (!windows.touch(end - w + 1, end)) return usual;
        double most = w > QUARTER ? mostOf(end, w) : usual * factor(end, w);
        return within(Rings.sum(state.demand, end, w), usual, most);
    }

    /** The same for the trailing hour, by quarters: one quarter's unused part does not carry over to the next. */
    double expectedOfHour(long end) {
        double sum = 0;
        for (int back = 0; back < DataMinute.HOUR; back += QUARTER) sum += expected(end - back, QUARTER);
        return sum;
    }

    /** Demand above the expectation over the w minutes that end with the given one. */
    double excess(long end, int w) {
        return Rings.sum(state.demand, end, w) - expected(end, w);
    }

    private double mostOf(long end, int w) {
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.expected[ScopeState.slot(m)] * windows.expect(m);
        return sum;
    }

    /**
     * Factor of the w minutes that end with the given one: what envelopes are multiplied with. Up to a quarter of an
     * hour it is the largest, beyond that the mean: the first minute of a window may hold the batch of five.
     */
    double factor(long end, int w) {
        if (w <= QUARTER) return windows.most(end - w + 1, end);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += windows.expect(m);
        return sum / w;
    }

    /** The largest demand expected of a recent minute; 0 without an expectation. */
    double most(long minute) {
        return Rings.expectedAt(state, minute) * windows.expect(minute);
    }

    /**
     * The demand of a recent minute that is no surge: the usual, and in a window as much of its demand as it allows.
     */
    double allowed(long minute) {
        double usual = Rings.expectedAt(state, minute);
        return windows.cover(minute) ? within(state.demandAt(minute), usual, most(minute)) : usual;
    }

    private static double within(double demand, double usual, double most) {
        return Math.min(Math.max(demand, usual), Math.max(most, usual));
    }

    /** Nano-USD that count against gates, of the w minutes that end with the given one. */
    double counted(long end, int w) {
        if (!held()) return Rings.sum(state.billed, end, w);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += state.billed[ScopeState.costSlot(m)] + kept(m);
        return sum;
    }

    /**
     * The excess of the last three minutes, or all of it while there is no expectation, per hour: whether a surge
     * continues.
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

    /** The share of the last three minutes' demand cost that counts. */
    double share(long end) {
        double asked = Rings.sum(state.cost, end, 3);
        return asked > 0 ? counted(end, 3) / asked : 1;
    }

    /**
     * The cost that our throttle averts in a recent minute: the refused calls, as far as they fit under the ceiling
     * that binds without it. Calls that are refused are often tried again, and each try is asked: the ceiling bounds
     * what they could have come to. 0 while none of ours is held.
     */
    double kept(long minute) {
        if (!held() || minute <= state.newest - ScopeState.COST_RING) return 0;
        int c = ScopeState.costSlot(minute);
        double most = state.instanceNano > 0 ? state.instanceNano * ceiling : Double.MAX_VALUE;
        return Math.max(0, Math.min(state.cost[c], most) - state.billed[c]);
    }
}

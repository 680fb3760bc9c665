package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;

/**
 * What recent minutes cost, counted in one way, nano-USD. There are three: <em>asked</em>, what the demand would have cost
 * had nothing been refused, which is scored; <em>billed</em>, which is damage; and what <em>counts</em> against gates:
 * what is billed, or, while a throttle of ours is held, what would be without it, else our own limit would look like the
 * end of the surge. Where nothing was refused all three are the same.
 */
final class Money {

    /** Of the trailing 60 minutes. */
    double cost60;
    /** The same above the expectation. */
    double excess60;
    /** The share of the last three minutes' calls that this counts. */
    double share3 = 1;

    void set(double cost, double expected) {
        cost60 = cost;
        excess60 = cost - expected;
        share3 = 1;
    }

    /** Whether any call of the w minutes that end with the given one was refused. */
    static boolean refused(ScopeState s, long end, int w) {
        return s.refusedAt > end - w;
    }

    /** What a minute was billed; beyond the ring of costs, its calls at the usual price, so far as they are not refused now. */
    static double billed(ScopeState s, long minute) {
        if (minute > s.newest - ScopeState.COST_RING) return s.billed[ScopeState.costSlot(minute)];
        double nano = s.demandAt(minute) * s.unitCost();
        long oldest = s.newest - ScopeState.COST_RING + DataMinute.HOUR;
        if (!refused(s, s.newest, ScopeState.COST_RING)) return nano;
        double asked = Rings.sum(s.cost, oldest, DataMinute.HOUR);
        return asked > 0 ? nano * Rings.sum(s.billed, oldest, DataMinute.HOUR) / asked : nano;
    }
}

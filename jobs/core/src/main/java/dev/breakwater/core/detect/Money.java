package dev.breakwater.core.detect;

/**
 * What recent minutes cost, counted in one way, nano-USD. There are three: <em>asked</em>, what the demand would have cost
 * had nothing been refused, which is scored; <em>billed</em>, which is damage; and what <em>counts</em> against gates:
 * what is billed, or, while a throttle of ours is held, what would be without it, else our own limit would look like the
 * end of the surge. Where nothing was refused all three are the same.
 */
final class Money {

    /** Three minutes to an hour. */
    private static final int AN_HOUR = Minutes.HOUR / 3;

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

    /** What counts of the w minutes that end with the given one. */
    static double counted(ScopeState s, long end, int w) {
        if (s.ceiling < 0) return Rings.sum(s.billed, end, w);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += s.billed[ScopeState.costSlot(m)] + kept(s, m);
        return sum;
    }

    /**
     * What counts of the last three minutes above the expectation, all of it while there is none, as so much an hour:
     * whether a surge goes on.
     */
    static long recentHour(ScopeState s, long minute, boolean ready) {
        double expected = ready ? Allowance.expected(s, minute, 3) * s.unitCost() : 0;
        return Math.round((counted(s, minute, 3) - expected) * AN_HOUR);
    }

    /** The share that counts of what three minutes' calls would have cost. */
    static double share(ScopeState s, long end) {
        double asked = Rings.sum(s.cost, end, 3);
        return asked > 0 ? counted(s, end, 3) / asked : 1;
    }

    /**
     * What our throttle keeps from being billed in a recent minute: the refused calls, so far as they fit under the ceiling
     * that binds without it. Calls that are refused are often tried again, and each try is asked: the ceiling bounds what
     * they could have come to. 0 while none of ours is held.
     */
    static double kept(ScopeState s, long minute) {
        if (s.ceiling < 0 || minute <= s.newest - ScopeState.COST_RING) return 0;
        int c = ScopeState.costSlot(minute);
        double most = s.instanceNano > 0 ? s.instanceNano * s.ceiling : Double.MAX_VALUE;
        return Math.max(0, Math.min(s.cost[c], most) - s.billed[c]);
    }

    /** What a minute was billed; beyond the ring of costs, its calls at the usual price, so far as they are not refused now. */
    static double billed(ScopeState s, long minute) {
        if (minute > s.newest - ScopeState.COST_RING) return s.billed[ScopeState.costSlot(minute)];
        double nano = s.demandAt(minute) * s.unitCost();
        long oldest = s.newest - ScopeState.COST_RING + Minutes.HOUR;
        if (!refused(s, s.newest, ScopeState.COST_RING)) return nano;
        double asked = Rings.sum(s.cost, oldest, Minutes.HOUR);
        return asked > 0 ? nano * Rings.sum(s.billed, oldest, Minutes.HOUR) / asked : nano;
    }
}

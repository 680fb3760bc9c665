package dev.breakwater.core.detect;

/**
 * The exponential growth of a recursive loop: three successive ratios of the excess calls of five minutes, each between
 * 1.3 and 12 (a doubling each 1.4 minutes; a larger one is a jump), with at least 20 excess calls in the newest.
 */
final class Growth {

    private static final double STEP = Math.log(1.3);
    private static final double JUMP = Math.log(12);
    private static final double LEAST_CALLS = 20;

    private Growth() {}

    static boolean exponential(ScopeState s, long minute, double expectedMinute) {
        double newer = excess5(s, minute, expectedMinute);
        if (newer < LEAST_CALLS) return false;
        for (int k = 1; k <= 3; k++) {
            double older = excess5(s, minute - 5L * k, expectedMinute);
            double ratio = Math.log((newer + 1) / (Math.max(older, 0) + 1));
            if (ratio <= STEP || ratio > JUMP) return false;
            newer = older;
        }
        return true;
    }

    /** Growth of demand a minute as a factor, fitted over the last 15 minutes; 1 = flat. */
    static double perMinute(ScopeState s, long minute) {
        double early = Windows.sum(s.demand, minute - 10, 5) + 1;
        double late = Windows.sum(s.demand, minute, 5) + 1;
        return Math.exp(Math.log(late / early) / 10);
    }

    private static double excess5(ScopeState s, long minute, double expectedMinute) {
        return Windows.sum(s.demand, minute, 5) - 5 * expectedMinute;
    }
}

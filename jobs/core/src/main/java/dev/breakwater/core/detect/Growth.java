package dev.breakwater.core.detect;

import dev.breakwater.core.detect.baseline.MinuteRings;
import dev.breakwater.core.detect.baseline.ScopeState;
import dev.breakwater.core.detect.baseline.ScopeView;
import dev.breakwater.core.detect.baseline.Statistics;
import dev.breakwater.core.detect.baseline.Statistics.Money;

/**
 * Detects the exponential growth of a recursive loop. In each of the last three five-minute periods, the excess calls
 * must have grown by more than a factor of 1.3. At this rate, the calls double every 13 minutes. The newest period must
 * have at least 20 excess calls. A loop is recognised long before it costs much. The cost threshold therefore applies
 * to the hourly cost that this growth reaches in 15 minutes. A twentieth of the threshold must already be spent, unless
 * the demand is five times the expectation. Normal traffic never grows that much.
 */
final class Growth {

    private static final double STEP = 1.3;
    /** The required growth, as a factor per minute. */
    static final double LINE_PER_MINUTE = Math.pow(STEP, 1 / 5.0);

    private static final double JUMP = 12;
    private static final double LEAST_CALLS = 20;
    /**
     * The least excess in the third-newest period, as a share of the period's expectation. A single step raises at most
     * two periods, so a lower excess in the third-newest period means that the ratios are noise.
     */
    private static final double RAISED = .1;

    private static final double LEAST_X = 1.8;
    private static final double LEAST_R3 = Math.log(LEAST_X);
    /**
     * The function's usual three-minute extreme (as a log ratio) is multiplied by the first value and raised by the
     * second.
     */
    private static final double HISTORY = 1.5;

    private static final double MARGIN = .1;
    private static final double LEAST_E3 = Math.log(1.3);
    private static final double Z = 5;
    private static final int AHEAD = 15;
    private static final double SPENT = .05;
    private static final double PLAIN_R3 = Math.log(5);

    private Growth() {}

    static boolean holds(ScopeView view, Statistics q, Money money, long minute, long gateNano) {
        return q.above(Statistics.R3, LEAST_R3)
                && q.value(Statistics.R3) > SurgeTests.line(view.state(), Statistics.R3, LEAST_X, HISTORY, MARGIN)
                && q.e3() > LEAST_E3
                && q.z3() > Z
                && (money.excess60 > gateNano * SPENT || q.value(Statistics.R3) > PLAIN_R3)
                && exponential(view, minute)
                && nanoPerHourAhead(view, minute, q.unitCost, money) > gateNano;
    }

    private static boolean exponential(ScopeView view, long minute) {
        double newer = view.excess(minute, 5);
        if (newer < LEAST_CALLS || view.excess(minute - 10, 5) < view.expected(minute - 10, 5) * RAISED) return false;
        for (int k = 1; k <= 3; k++) {
            double older = view.excess(minute - 5L * k, 5);
            if (newer < 1 || newer / Math.max(older, 1) <= STEP) return false;
            newer = older;
        }
        return true;
    }

    /**
     * Whether the newest rise is too steep for a loop and is the edge of a flood instead. A loop takes more than 1.4
     * minutes to double.
     */
    static boolean jumps(ScopeView view, long minute) {
        return view.excess(minute, 5) / Math.max(view.excess(minute - 5, 5), 1) > JUMP;
    }

    private static double nanoPerHourAhead(ScopeView view, long minute, double unitCost, Money money) {
        double now = excess(view, minute, money.share3);
        double before = excess(view, minute - 9, money.share3 == 1 ? 1 : view.share(minute - 9));
        double rate = Math.log(Math.max(now, 1) / Math.max(before, 1)) / 9;
        return now * unitCost * 20 * Math.exp(rate * AHEAD);
    }

    /**
     * The excess calls of three minutes, times the share of calls that cost money. Refused calls cost nothing, even if
     * their number grows.
     */
    private static double excess(ScopeView view, long minute, double share) {
        return view.excess(minute, 3) - (1 - share) * MinuteRings.sum(view.state().minutes.demand, minute, 3);
    }

    /** The growth of demand as a factor per minute, fitted over the last 15 minutes. 1 means no growth. */
    static double perMinute(ScopeState s, long minute) {
        double early = MinuteRings.sum(s.minutes.demand, minute - 10, 5) + 1;
        double late = MinuteRings.sum(s.minutes.demand, minute, 5) + 1;
        return Math.exp(Math.log(late / early) / 10);
    }
}

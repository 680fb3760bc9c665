package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.DataMinute;

/**
 * Measures exponential growth, to recognise a loop and to forecast a surge's cost. The excess calls must have grown
 * from period to period, and the newer growth must not be much less than the older. The edge of a step fails the second
 * condition, and so does a surge that reaches its ceiling. The three lengths of a period find growth that doubles
 * within 53 minutes.
 */
final class Growth {
    private static final int[] PERIODS = {3, 7, 20};
    /** Without a baseline, a steep morning can look like the slow growth of the longest period. */
    private static final int LONGEST_YOUNG = 7;

    private static final int STEPS = 3;
    private static final double STEP = Math.log(1.3);
    /** A fast loop's least growth in a minute, and its least growth in three periods. A flash crowd's ramp grows less. */
    private static final double FAST_STEP = Math.log(1.5);

    private static final double FAST = Math.log(6.5);
    /** The least growth that is found, as a factor per minute. */
    static final double LEAST = Math.exp(STEP / PERIODS[PERIODS.length - 1]);
    /** The least newer growth, as a share of the older. */
    private static final double STEADY = .5;
    /** The least excess of the oldest period, in standard deviations of its expectation. */
    private static final double Z = 3;

    private Growth() {}

    /**
     * The growth of the excess calls as a factor per minute; 1 means no growth.
     *
     * @param ready whether there is a baseline; otherwise the calls of an hour ago are the expectation
     */
    static double perMinute(ScopeView view, long minute, boolean ready) {
        for (int period : PERIODS) {
            if (!ready && period > LONGEST_YOUNG) break;
            double rate = steady(view, minute, period, ready);
            if (rate > 0) return Math.exp(rate / period);
        }
        return 1;
    }

    /**
     * Whether the excess calls multiplied like those of a fast loop, in periods of a minute or two: three times in a
     * row by about the same factor. The ramp of a flood slows down before that.
     *
     * @param from the first minute in which the growth may have ended
     */
    static boolean multiplied(ScopeView view, long from, long minute) {
        for (long end = from; end <= minute; end++) if (fast(view, end) > 1) return true;
        return false;
    }

    /** The growth of a loop's excess calls as a factor per minute; 1 means no growth. */
    static double ofLoop(ScopeView view, long minute) {
        double fast = fast(view, minute);
        return fast > 1 ? fast : perMinute(view, minute, true);
    }

    private static double fast(ScopeView view, long minute) {
        return Math.max(fast(view, minute, 1), fast(view, minute, 2));
    }

    private static double fast(ScopeView view, long minute, int period) {
        double least = Double.MAX_VALUE;
        double most = 0;
        double all = 0;
        for (double step : steps(view, minute, period, true)) {
            least = Math.min(least, step);
            most = Math.max(most, step);
            all += step;
        }
        boolean even = least > FAST_STEP * period && least > STEADY * most;
        return even && all > FAST ? Math.exp(all / (STEPS * period)) : 1;
    }

    /** How often calls double in an hour at a growth per minute. */
    static double doublingsAnHour(double perMinute) {
        return DataMinute.HOUR * Math.log(perMinute) / Math.log(2);
    }

    /** The growth from one period to the next, as a logarithm; 0 if it was not steady for three steps. */
    private static double steady(ScopeView view, long minute, int period, boolean ready) {
        double older = 0;
        double newer = 0;
        for (double step : steps(view, minute, period, ready)) {
            older = newer;
            newer = step;
            if (!(newer > STEP && newer > STEADY * older)) return 0;
        }
        return Math.min(newer, (older + newer) / 2);
    }

    /**
     * The growth of the excess from each period to the next, as logarithms, the oldest first. There are no steps if
     * chance may explain the excess before the first step. A step from or to no excess is not a number.
     */
    private static double[] steps(ScopeView view, long minute, int period, boolean ready) {
        long end = minute - (long) STEPS * period;
        double expected = expected(view, end, period, ready);
        double excess = demand(view, end, period) - expected;
        if (excess < Z * Math.sqrt(expected + Z)) return new double[0];
        double[] steps = new double[STEPS];
        for (int k = 0; k < STEPS; k++) {
            end += period;
            double next = demand(view, end, period) - expected(view, end, period, ready);
            steps[k] = Math.log(next / excess);
            excess = next;
        }
        return steps;
    }

    private static double expected(ScopeView view, long end, int period, boolean ready) {
        return ready ? view.expected(end, period) : demand(view, end - DataMinute.HOUR, period);
    }

    private static double demand(ScopeView view, long end, int period) {
        return MinuteRings.sum(view.state().minutes.demand, end, period);
    }
}

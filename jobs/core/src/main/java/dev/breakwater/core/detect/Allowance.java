package dev.breakwater.core.detect;

/**
 * What is expected of minutes that a window may speak of. Inside one everything from the usual traffic to so many times
 * of it is expected: what came is then neither surge nor deficit, what exceeds it is a surge, and what stays below the
 * usual a deficit, as ever. So traffic that a window allowed for and that did not come hides nothing afterwards.
 */
final class Allowance {

    private static final int QUARTER = 15;

    private Allowance() {}

    /** Expected demand of the w minutes that end with the given one, taken together: a burst in them evens out. */
    static double expected(ScopeState s, long end, int w) {
        double usual = Rings.sum(s.expected, end, w);
        if (!s.windows.touch(end - w + 1, end)) return usual;
        return within(Rings.sum(s.demand, end, w), usual, w > QUARTER ? sum(s, end, w) : usual * factor(s, end, w));
    }

    /** The same of the trailing hour, by quarters: what one of them did not use is not there for the next. */
    static double expectedOfHour(ScopeState s, long end) {
        double sum = 0;
        for (int back = 0; back < Minutes.HOUR; back += QUARTER) sum += expected(s, end - back, QUARTER);
        return sum;
    }

    private static double sum(ScopeState s, long end, int w) {
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += s.expected[ScopeState.slot(m)] * s.windows.expect(m);
        return sum;
    }

    /**
     * Factor of the w minutes that end with the given one: what envelopes are multiplied with. Of up to a quarter of an
     * hour the largest, of more the mean: the first minute of a window may hold the batch of five.
     */
    static double factor(ScopeState s, long end, int w) {
        if (w <= QUARTER) return s.windows.most(end - w + 1, end);
        double sum = 0;
        for (long m = end - w + 1; m <= end; m++) sum += s.windows.expect(m);
        return sum / w;
    }

    /** The most that is expected of a recent minute; 0 where nothing could be expected. */
    static double most(ScopeState s, long minute) {
        return Rings.expectedAt(s, minute) * s.windows.expect(minute);
    }

    /** What of a recent minute is no surge. */
    static double ofMinute(ScopeState s, long minute) {
        double usual = Rings.expectedAt(s, minute);
        return s.windows.cover(minute) ? within(s.demandAt(minute), usual, most(s, minute)) : usual;
    }

    private static double within(double demand, double usual, double most) {
        return Math.min(Math.max(demand, usual), Math.max(most, usual));
    }
}

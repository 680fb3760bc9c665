package dev.breakwater.bench.set;

import java.util.List;

/** Adds traffic that is hard to judge and must not page. */
final class Benign {

    static final int CRONS = 5;
    static final int SLOWER = 4;
    static final int MORE = 3;
    static final int GROWING = 3;
    static final int LAUNCHES = 5;

    private static final int DAY = Base.DAY;
    private static final int FROM = BenchSet.EVALUATED_FROM;

    static final int WEEKLY = 5;
    static final int MONTH_ENDS = 4;
    static final int SHIFTS = 6;

    private Benign() {}

    /** A burst at the same time every night, in both weeks. */
    static void cron(Traffic t, Draws d) {
        int start = d.whole(1, DAY - 31);
        int length = d.whole(5, 15);
        double factor = d.between(5, 10);
        for (int day = 0; day < BenchSet.DAYS; day++) {
            int from = day * DAY + start + d.whole(-1, 1);
            for (int m = from; m < from + length; m++) {
                t.calls[m] += d.poisson(Math.max(20, t.calls[m] * (factor - 1)));
            }
        }
    }

    /** A new version whose calls permanently take longer. */
    static void slower(Traffic t, Draws d) {
        double factor = d.between(1.4, 1.8);
        t.shift = someMinute(d);
        for (int m = t.shift; m < BenchSet.MINUTES; m++) t.meanMs[m] *= factor;
    }

    /** A new version that gets permanently more calls. */
    static void more(Traffic t, Draws d) {
        double factor = d.between(1.25, 1.4);
        t.shift = someMinute(d);
        for (int m = t.shift; m < BenchSet.MINUTES; m++) t.calls[m] += d.poisson(t.calls[m] * (factor - 1));
    }

    /** Growth to one and a half times within the week. */
    static void growing(Traffic t, Draws d) {
        for (int m = FROM; m < BenchSet.MINUTES; m++) {
            t.calls[m] += d.poisson(t.calls[m] * .5 * (m - FROM) / (BenchSet.MINUTES - FROM));
        }
    }

    /**
     * A function that is launched on the second or third day of the second week and reaches its full traffic within an
     * hour.
     */
    static void launch(Traffic t, Draws d) {
        t.launch = FROM + d.whole(DAY, 3 * DAY);
        for (int m = 0; m < BenchSet.MINUTES; m++) {
            t.calls[m] = d.binomial(t.calls[m], (m - t.launch) / 60.0);
        }
    }

    /**
     * A batch of one to three hours at the same time each week, in both weeks. The batch costs 1.5 to 30 USD an hour.
     */
    static void weekly(Traffic t, Draws d) {
        int start = d.whole(0, FROM - 181);
        int length = d.whole(60, 180);
        double calls = d.logBetween(1.5, 30) * 1e9 / 60 / t.nanoPerCall(t.meanMs[0]);
        for (int week = 0; week < BenchSet.MINUTES; week += FROM) {
            for (int m = week + start; m < week + start + length; m++) t.calls[m] += d.poisson(calls);
        }
    }

    /** One day of the second week with 1.3 to 3 times as many calls. */
    static void monthEnd(Traffic t, Draws d) {
        int from = FROM + d.whole(0, 6) * DAY;
        double factor = d.between(1.3, 3);
        for (int m = from; m < from + DAY; m++) t.calls[m] += d.poisson(t.calls[m] * (factor - 1));
    }

    /** A permanent change to 1.3 to 3 times the cost of a call, the number of calls, or both. */
    static void shift(Traffic t, int number, Draws d) {
        double factor = d.between(1.3, 3);
        t.shift = someMinute(d);
        for (int m = t.shift; m < BenchSet.MINUTES; m++) {
            if (number % 3 != 1) t.meanMs[m] *= factor;
            if (number % 3 != 0) t.calls[m] += d.poisson(t.calls[m] * (factor - 1));
        }
    }

    private static int someMinute(Draws d) {
        return d.whole(FROM + 10, BenchSet.MINUTES - 700);
    }

    /**
     * Flaws of the feed. A tenth of the functions lose minutes, and another tenth have late minutes. The data of one
     * outage arrives later, and the data of another outage is lost.
     */
    static void imperfections(List<Traffic> functions, Draws d) {
        int outage = d.whole(FROM + 2 * DAY, FROM + 4 * DAY);
        int silence = d.whole(FROM + 5 * DAY, FROM + 6 * DAY);
        for (Traffic t : functions) {
            double lost = d.chance(.1) ? .005 : 0;
            double late = d.chance(.1) ? .003 : 0;
            for (int m = 0; m < BenchSet.MINUTES; m++) {
                if (d.chance(late)) t.delay[m] = (byte) d.whole(1, 10);
                if (d.chance(lost)) t.delay[m] = Traffic.LOST;
            }
            for (int m = outage; m < outage + 15; m++) t.delay[m] = (byte) (outage + 15 - m);
            for (int m = silence; m < silence + 20; m++) t.delay[m] = Traffic.LOST;
        }
    }
}

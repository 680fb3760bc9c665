package dev.breakwater.bench.set;

import java.util.Arrays;
import java.util.List;

/**
 * Writes attacks and hard benign events into traffic. The method of an attack returns the attack's first minute and the minute after its last minute.
 */
final class DrawnEvents {

    private static final int DAY = Base.DAY;
    private static final int FROM = BenchSet.EVALUATED_FROM;
    /** The smallest cost of an attack in nano-USD. An attack that costs less than this is noise. */
    private static final double WORTH_NANO = .25e9;

    private static final double MOST_A_MINUTE = 60_000;
    private static final int TRIES = 50;

    static final int CRONS = 5;
    static final int SLOWER = 4;
    static final int MORE = 3;
    static final int GROWING = 3;
    static final int LAUNCHES = 5;

    static final int WEEKLY = 5;
    static final int MONTH_ENDS = 4;
    static final int SHIFTS = 6;

    private DrawnEvents() {}

    record Span(int start, int end) {}

    static Span flood(Traffic t, Draws d) {
        int length = d.whole(30, 150);
        Span s = somewhere(length, FROM, d);
        double usual = Math.max(mean(t), t.meanCalls(s.start - 60, s.start));
        return add(t, s, Math.max(usual * d.between(10, 60), least(t, length)), d);
    }

    static Span newFunction(Traffic t, Draws d) {
        int length = d.whole(30, 150);
        Span s = somewhere(length, t.launch + DAY, d);
        double usual = t.meanCalls(t.launch, t.launch + DAY);
        return add(t, s, Math.max(usual * d.between(15, 30), least(t, length)), d);
    }

    static Span slowBurn(Traffic t, Draws d) {
        int ramp = d.whole(240, 480);
        Span s = somewhere(ramp + d.whole(240, 480), FROM, d);
        double factor = d.between(2, 3) - 1;
        double[] day = medianDay(t);
        double floor = .3 * mean(t);
        for (int m = s.start; m < s.end; m++) {
            double risen = Math.min(1, (m - s.start) / (double) ramp);
            t.calls[m] += d.poisson(Math.max(day[m % DAY], floor) * factor * risen);
        }
        return s;
    }

    static Span pulse(Traffic t, Draws d) {
        int gap = d.whole(20, 60);
        int on = d.whole(3, 6);
        int bursts = Math.max(2, d.whole(240, 600) / gap);
        Span s = somewhere((bursts - 1) * gap + on, FROM, d);
        double calls = Math.max(mean(t) * d.between(8, 20), least(t, bursts * on));
        for (int m = s.start; m < s.end; m++) if ((m - s.start) % gap < on) t.calls[m] += d.poisson(calls);
        return s;
    }

    static Span recursion(Traffic t, Draws d) {
        int length = d.whole(60, 120);
        Span s = somewhere(length, FROM, d);
        double doubling = d.between(2, 5);
        double cap = Math.max(d.between(8_000, 20_000), 3 * least(t, length));
        for (int m = s.start; m < s.end; m++) {
            t.calls[m] += 1 + d.poisson(Math.min(cap, StrictMath.pow(2, (m - s.start) / doubling)));
        }
        return s;
    }

    static Span duration(Traffic t, Draws d) {
        double factor = d.between(8, 12);
        Span s = somewhere(d.whole(60, 360), FROM, d);
        for (int tries = 0; tries < TRIES && cost(t, s) * (factor - 1) < WORTH_NANO; tries++) {
            s = somewhere(d.whole(60, 360), FROM, d);
        }
        for (int m = s.start; m < s.end; m++) t.meanMs[m] = Math.min(900_000, t.meanMs[m] * factor);
        return s;
    }

    private static double cost(Traffic t, Span s) {
        double sum = 0;
        for (int m = s.start; m < s.end; m++) sum += t.nano(m);
        return sum;
    }

    static Span offPeak(Traffic t, Draws d) {
        int length = d.whole(120, 300);
        double[] hours = hours(medianDay(t));
        int quiet = 0;
        for (int h = 1; h < hours.length; h++) if (hours[h] < hours[quiet]) quiet = h;
        double goal = Arrays.stream(hours).max().orElseThrow() * d.between(.85, .95);
        int start = FROM + d.whole(1, 5) * DAY + quiet * 60 + 30 - length / 2;
        for (int m = start; m < start + length; m++) t.calls[m] += d.poisson(goal - t.calls[m]);
        return new Span(start, start + length);
    }

    /** Multiplies the calls of a function by a factor. The function is one of many in the attack. */
    static void raise(Traffic t, Span s, double factor, Draws d) {
        for (int m = s.start; m < s.end; m++) t.calls[m] += d.poisson(t.calls[m] * (factor - 1));
    }

    static Span somewhere(int length, int from, Draws d) {
        int start = d.whole(from + 10, BenchSet.MINUTES - length - 90);
        return new Span(start, start + length);
    }

    private static Span add(Traffic t, Span s, double callsPerMinute, Draws d) {
        for (int m = s.start; m < s.end; m++) t.calls[m] += d.poisson(callsPerMinute);
        return s;
    }

    /** Returns the number of calls per minute that an attack must have. A flood has at least 600 calls a minute. */
    private static double least(Traffic t, int minutes) {
        double[] sorted = Arrays.copyOf(t.meanMs, FROM);
        Arrays.sort(sorted);
        double worth = WORTH_NANO / (t.nanoPerCall(sorted[FROM / 2]) * minutes);
        return Math.max(200, Math.min(worth, MOST_A_MINUTE));
    }

    static double mean(Traffic t) {
        return t.meanCalls(0, FROM);
    }

    /** Returns the mean cost of a day of the first week, nano-USD. */
    static double costOfDay(Traffic t) {
        double sum = 0;
        for (int m = 0; m < FROM; m++) sum += t.nano(m);
        return sum * DAY / FROM;
    }

    /**
     * Returns whether a busier night is large enough to count as an attack. The peak must be well above the quietest
     * hour, and the difference over three hours must cost enough.
     */
    static boolean hasNights(Traffic t) {
        double[] hours = hours(medianDay(t));
        double low = Arrays.stream(hours).min().orElseThrow();
        double high = Arrays.stream(hours).max().orElseThrow();
        double costOfCall = costOfDay(t) / (mean(t) * DAY);
        return high > 2.2 * Math.max(low, .05) && (.9 * high - low) * 180 * costOfCall > WORTH_NANO;
    }

    private static double[] medianDay(Traffic t) {
        double[] day = new double[DAY];
        int[] values = new int[FROM / DAY];
        for (int m = 0; m < DAY; m++) {
            for (int i = 0; i < values.length; i++) values[i] = t.calls[i * DAY + m];
            Arrays.sort(values);
            day[m] = values[values.length / 2];
        }
        return day;
    }

    private static double[] hours(double[] day) {
        double[] hours = new double[24];
        for (int m = 0; m < DAY; m++) hours[m / 60] += day[m] / 60;
        return hours;
    }

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

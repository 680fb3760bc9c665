package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;
import java.util.Arrays;

/**
 * The expected demand of one clock hour, for its time of the day and the week. It is computed from hourly summaries of
 * eight days.
 *
 * <p>The expected demand of an hour is the median of the same hour on the last three days. If the same hour a week ago
 * had more demand, Breakwater expects that demand instead. A peak on each Monday therefore raises no alarm, and one day
 * with an attack does not raise the median. Between the middles of two hours, demand is interpolated, so that a
 * morning's rise is not a step. The envelope is the week's largest demand in the hour and its two neighbours. A nightly
 * job that starts a little early or late stays within the envelope. If nine weeks of history suggest notably more
 * demand, Breakwater expects that demand (see {@link Weeks}).
 */
public final class Expectation {

    private static final int[] DAYS = {24, 48, 72};
    private static final int WEEK = 168;
    private static final int DAY = 24;
    /** How many hours of a day must be known before the day is used. */
    private static final int LEAST_HOURS = DAY / 2;

    private static final double LEVEL_STEPS = 1000;

    long hour = Long.MIN_VALUE;
    /** Whether there is any history for this time of day. */
    public boolean known;
    /** Expected demand per minute in the middles of the previous hour, this hour and the next hour. */
    double before;

    public double at;
    double after;
    /** The largest 3-minute, 15-minute and 60-minute means at this time of day in the last week. */
    public double max3;

    double max15;
    double max60;
    /** The busy level of a usual day (see above). */
    double busy;
    /** Demand divided by expected demand, in the hour three hours earlier. Infinity if unknown. */
    double before3;

    /**
     * The expected demand in the previous, present and next hour according to earlier weeks, and the factor (1 to
     * 3) by which the day of the month raises that demand.
     */
    double weekBefore;

    double weekAt;
    double weekAfter;
    double month;

    /**
     * The expectation of a minute's hour. The expectation is computed once an hour, because it depends only on hours
     * that closed long ago.
     */
    public static Expectation of(ScopeState s, long minute) {
        long hour = DataMinute.hourOf(minute);
        Expectation e = s.expectations[(int) (hour & 1)];
        if (e.hour != hour) fill(s, e, hour);
        return e;
    }

    /** Expected demand of a minute, including the level. The result is NaN if nothing is known about that time. */
    public static double ofMinute(ScopeState s, long minute) {
        Expectation e = of(s, minute);
        return e.known ? e.ofMinute(minute, s.level) : Double.NaN;
    }

    /**
     * Expected demand of 15 minutes in the busiest of this hour and its neighbours. The interpolated demand falls before
     * a job ends.
     */
    static double ofBusiestHour(ScopeState s, long minute) {
        Expectation e = of(s, minute);
        return 15 * Math.max(e.at, Math.max(e.before, e.after)) * Math.exp(s.level);
    }

    /** The concurrency that a demand may need: the week's peak, scaled from the week's largest demand. */
    public static double concurrency(ScopeState s, double demand) {
        short top = 0;
        for (short v : s.hours.max3) top = (short) Math.max(top, v);
        return top == 0 ? 0 : s.peaks.ofWeek() * demand / LogCode.value(top);
    }

    /** Whether earlier weeks suggest notably more demand than the last days and the last week do. */
    boolean isLifted() {
        return month > 1 || weekAt > Weeks.NOTABLE * at;
    }

    /** Expected demand of a minute of the hour, interpolated between the middles of hours. */
    double ofMinute(long minute, double level) {
        double t = (minute - hour * DataMinute.HOUR - 29.5) / DataMinute.HOUR;
        double usual = line(before, at, after, t) * Math.exp(level);
        if (!isLifted()) return usual;
        return Math.max(usual, line(weekBefore, weekAt, weekAfter, t)) * month;
    }

    private static double line(double before, double at, double after, double t) {
        return Math.max(0, t < 0 ? at + (at - before) * t : at + (after - at) * t);
    }

    private static void fill(ScopeState s, Expectation e, long hour) {
        e.hour = hour;
        double at = ofHour(s, hour, hour);
        double before = ofHour(s, hour - 1, hour);
        double after = ofHour(s, hour + 1, hour);
        e.known = at >= 0;
        e.at = Math.max(at, 0);
        e.before = before >= 0 ? before : e.at;
        e.after = after >= 0 ? after : e.at;
        e.max3 = envelope(s, s.hours.max3, hour);
        e.max15 = envelope(s, s.hours.max15, hour);
        e.max60 = envelope(s, s.hours.demand, hour);
        e.busy = busy(s, hour);
        e.before3 = before3(s, hour);
        e.month = s.weeks.ofMonth(hour);
        e.weekAt = s.weeks.ofHour(hour);
        e.weekBefore = s.weeks.ofHour(hour - 1);
        e.weekAfter = s.weeks.ofHour(hour + 1);
    }

    /**
     * The busy level is the demand per minute in the third-busiest hour of a day. It is the median of seven days.
     * Nightly jobs of one or two hours, or a single unusual day, therefore do not raise this level. The last day ends
     * with the last closed hour, two hours ago. The value is 0 if no day is known.
     */
    private static double busy(ScopeState s, long now) {
        double[] days = new double[ScopeState.DAYS];
        int n = 0;
        for (int day = 1; day <= days.length; day++) {
            int code = busy(s, now - 1 - (long) DAY * day, now);
            if (code >= 0) days[n++] = LogCode.value((short) code);
        }
        return n == 0 ? 0 : median(days, n);
    }

    /**
     * The demand in the third-busiest hour of the day that begins with the given hour, encoded by {@link LogCode}. The
     * value is -1 if less than half of the day is known.
     */
    private static int busy(ScopeState s, long from, long now) {
        int first = -1;
        int second = -1;
        int third = -1;
        int known = 0;
        for (long h = from; h < from + DAY; h++) {
            if (!known(s, h, now)) continue;
            known++;
            short code = s.hours.demand[ScopeState.hourSlot(h)];
            if (code > first) {
                third = second;
                second = first;
                first = code;
            } else if (code > second) {
                third = second;
                second = code;
            } else if (code > third) {
                third = code;
            }
        }
        return known < LEAST_HOURS ? -1 : third;
    }

    private static double before3(ScopeState s, long hour) {
        short level = s.hours.levels[levelSlot(hour - 3)];
        return level == 0 ? Double.POSITIVE_INFINITY : Math.exp(level / LEVEL_STEPS);
    }

    /** Remembers how far the hour that ends was above its expectation. */
    static void closeHour(ScopeView view, long lastMinute, boolean known) {
        ScopeState s = view.state();
        double asked = MinuteRings.sum(s.minutes.demand, lastMinute, DataMinute.HOUR);
        double ratio = (asked + 2) / (view.expected(lastMinute, DataMinute.HOUR) + 2);
        long code = Math.round(LEVEL_STEPS * Math.log(ratio));
        short level = (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, code));
        s.hours.levels[levelSlot(DataMinute.hourOf(lastMinute))] = !known ? 0 : level == 0 ? 1 : level;
    }

    private static int levelSlot(long hour) {
        return (int) Math.floorMod(hour, (long) ScopeState.HOUR_LEVELS);
    }

    /** Expected demand per minute in the middle of an hour. The value is -1 if no day is known. */
    private static double ofHour(ScopeState s, long hour, long now) {
        long firstWhole = DataMinute.hourOf(s.firstMinute + DataMinute.HOUR - 1);
        double[] days = new double[DAYS.length];
        int n = 0;
        for (int back : DAYS) {
            long h = hour - back;
            if (h >= firstWhole && known(s, h, now)) days[n++] = LogCode.value(s.hours.demand[ScopeState.hourSlot(h)]);
        }
        double usual = n == 0 ? -1 : median(days, n);
        long weekAgo = hour - WEEK;
        if (weekAgo < DataMinute.hourOf(s.firstMinute) || !known(s, weekAgo, now)) return usual;
        return Math.max(usual, LogCode.value(s.hours.demand[ScopeState.hourSlot(weekAgo)]));
    }

    private static double envelope(ScopeState s, short[] summary, long hour) {
        short max = 0;
        for (int day = 1; day <= 7; day++) {
            for (int j = -1; j <= 1; j++) {
                long h = hour + j - 24L * day;
                if (known(s, h, hour)) max = (short) Math.max(max, summary[ScopeState.hourSlot(h)]);
            }
        }
        return LogCode.value(max);
    }

    static boolean known(ScopeState s, long hour, long now) {
        if (hour <= now - ScopeState.HOURS || hour < DataMinute.hourOf(s.firstMinute)) return false;
        int slot = ScopeState.hourSlot(hour);
        return (s.hours.known[slot >> 6] >>> slot & 1) != 0;
    }

    /**
     * Sorts the first n values and returns their median. If n is even, the median is the mean of the middle two values.
     */
    public static double median(double[] values, int n) {
        Arrays.sort(values, 0, n);
        return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }

    /**
     * Encodes a rate in 16 bits, in steps of 0.07 %: {@code round(1500 ln(1 + 1000 x))}. The highest code means three
     * million a minute or more.
     */
    static final class LogCode {

        private static final double STEPS = 1500;
        private static final double SCALE = 1000;

        private LogCode() {}

        static short of(double x) {
            return (short) Math.min(Short.MAX_VALUE, Math.round(STEPS * Math.log1p(SCALE * Math.max(x, 0))));
        }

        static double value(short code) {
            return Math.expm1(code / STEPS) / SCALE;
        }
    }
}

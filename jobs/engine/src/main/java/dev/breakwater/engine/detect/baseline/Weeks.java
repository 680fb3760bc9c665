package dev.breakwater.engine.detect.baseline;

import dev.breakwater.engine.detect.baseline.Expectation.LogCode;
import dev.breakwater.model.DataMinute;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The expectation from nine weeks of history, for cases in which one week is not enough. After two weeks of holidays,
 * the first working day looks normal, because earlier working days are known. At the end of a month, the end of the
 * previous month shows what is normal.
 *
 * <p>The state has each hour's share of its weekday's demand, and the mean demand of each day. An hour's expectation is
 * this share times the weekday's median demand over eight weeks, so a single unusual day has little effect. For each
 * day, the state also has the ratio of its demand to the same weekday a week before. The ratio is the median over the
 * hours, so a flood of some hours does not change it. Demand that was too high to learn counts in this ratio. Days are
 * in UTC. Flink stores this class.
 */
public final class Weeks {

    /** How many days have a stored mean demand: eight weeks and the ending day. */
    static final int DAYS = 64;

    public static final int HOURS = 7 * 24;

    static final byte UNKNOWN = Byte.MIN_VALUE;
    static final short UNKNOWN_DAY = -1;

    private static final int DAY = 24;
    private static final int WEEK = 7;
    private static final int WEEKS = 8;
    private static final int LEAST_WEEKS = 3;
    private static final int LEAST_HOURS = 20;
    /** Ratios are stored in steps of 3 %, from a fiftieth to fifty. Smaller ratios are stored as 0. */
    private static final double STEPS = 32;

    private static final byte NOTHING = -127;
    private static final byte MOST_CODE = 127;
    /** The weight of the newest week in an hour's share. */
    private static final double GAIN = .25;
    /** A rise above the usual demand by less than this factor is noise. */
    static final double NOTABLE = 1.25;

    private static final double MOST_OF_MONTH = 3;

    /** For each hour of the week, its share of the day's demand. */
    public byte[] shares = unknown(HOURS);
    /** The mean demand of each of the last 64 days. */
    public short[] dayMeans = unknownDays();
    /** The ratio of demand to the expectation, for the hours of today and for each of the last 64 days. */
    public byte[] hourRatios = unknown(DAY);

    public byte[] dayRatios = unknown(DAYS);

    public static byte[] unknown(int length) {
        byte[] none = new byte[length];
        Arrays.fill(none, UNKNOWN);
        return none;
    }

    private static short[] unknownDays() {
        short[] none = new short[DAYS];
        Arrays.fill(none, UNKNOWN_DAY);
        return none;
    }

    /**
     * Ends an hour with enough data. The hour's ratio is its demand divided by the demand of the same hour a week
     * before. Demand that was not learned is included.
     */
    void closeHour(ScopeState s, long hour) {
        long weekAgo = hour - HOURS;
        double before = Math.max(Expectation.known(s, weekAgo, hour) ? demand(s, weekAgo) : 0, ofHour(hour));
        double mean = s.hours.asked / s.hours.minutes;
        hourRatios[(int) Math.floorMod(hour, (long) DAY)] = before > 0 ? code(mean / before) : UNKNOWN;
    }

    /**
     * Learns the day before the ending day. Learning is a day late, so that an hour's expectation stays the same during
     * the hour.
     */
    void closeDay(ScopeState s, long lastMinute) {
        long day = DataMinute.dayOf(lastMinute) - 1;
        dayRatios[slot(day + 1)] = medianRatio();
        Arrays.fill(hourRatios, UNKNOWN);
        long first = day * DAY;
        double sum = 0;
        int known = 0;
        for (long h = first; h < first + DAY; h++) {
            if (!known(s, h, day)) continue;
            known++;
            sum += demand(s, h);
        }
        boolean whole = known >= LEAST_HOURS && day * DataMinute.DAY >= s.firstMinute;
        dayMeans[slot(day)] = whole ? LogCode.of(sum / known) : UNKNOWN_DAY;
        if (!whole || sum <= 0) return;
        for (long h = first; h < first + DAY; h++) {
            if (known(s, h, day)) follow(shares, shareSlot(h), code(demand(s, h) * known / sum));
        }
    }

    private static boolean known(ScopeState s, long hour, long day) {
        return Expectation.known(s, hour, (day + 2) * DAY);
    }

    private static double demand(ScopeState s, long hour) {
        return LogCode.value(s.hours.demand[ScopeState.hourSlot(hour)]);
    }

    private static void follow(byte[] shares, int slot, byte seen) {
        byte before = shares[slot];
        shares[slot] = before == UNKNOWN ? seen : (byte) Math.round(before + GAIN * (seen - before));
    }

    private static byte code(double ratio) {
        return (byte) Math.max(NOTHING, Math.min(MOST_CODE, Math.round(STEPS * Math.log(ratio))));
    }

    /** Expected demand per minute in the middle of an hour. The result is 0 if fewer than three weeks are known. */
    double ofHour(long hour) {
        byte share = shares[shareSlot(hour)];
        return share <= NOTHING ? 0 : Math.exp(share / STEPS) * ofDay(Math.floorDiv(hour, (long) DAY));
    }

    private double ofDay(long day) {
        double[] means = new double[WEEKS];
        int n = 0;
        for (int week = 1; week <= WEEKS; week++) {
            short mean = dayMeans[slot(day - (long) WEEK * week)];
            if (mean != UNKNOWN_DAY) means[n++] = LogCode.value(mean);
        }
        return n < LEAST_WEEKS ? 0 : Expectation.median(means, n);
    }

    /**
     * The ratio of the demand on the same day of the previous month to that weekday's usual demand. The ratio is
     * limited to the range from 1 to 3.
     */
    double ofMonth(long hour) {
        LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(hour, (long) DAY));
        double most = 1;
        for (LocalDate before : monthBefore(today)) most = Math.max(most, ratio(before.toEpochDay()));
        return most > NOTABLE ? Math.min(most, MOST_OF_MONTH) : 1;
    }

    /**
     * The matching days of the previous month: by date, by distance from the month's end, by n-th weekday, and by first
     * or last working day.
     */
    private static List<LocalDate> monthBefore(LocalDate d) {
        YearMonth month = YearMonth.from(d);
        YearMonth before = month.minusMonths(1);
        List<LocalDate> days = new ArrayList<>();
        days.add(before.atDay(Math.min(d.getDayOfMonth(), before.lengthOfMonth())));
        days.add(before.atEndOfMonth().minusDays(month.lengthOfMonth() - d.getDayOfMonth()));
        int nth = d.get(ChronoField.ALIGNED_WEEK_OF_MONTH);
        days.add(before.atDay(1).with(TemporalAdjusters.dayOfWeekInMonth(nth, d.getDayOfWeek())));
        if (d.equals(firstWorking(month))) days.add(firstWorking(before));
        if (d.equals(lastWorking(month))) days.add(lastWorking(before));
        return days;
    }

    private static LocalDate firstWorking(YearMonth month) {
        LocalDate first = month.atDay(1);
        return isWeekend(first) ? first.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) : first;
    }

    private static LocalDate lastWorking(YearMonth month) {
        LocalDate last = month.atEndOfMonth();
        return isWeekend(last) ? last.with(TemporalAdjusters.previous(DayOfWeek.FRIDAY)) : last;
    }

    private static boolean isWeekend(LocalDate d) {
        return d.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    }

    private double ratio(long day) {
        byte code = dayRatios[slot(day)];
        return code == UNKNOWN ? 1 : Math.exp(code / STEPS);
    }

    private byte medianRatio() {
        byte[] known = hourRatios.clone();
        Arrays.sort(known);
        int unknown = 0;
        while (unknown < DAY && known[unknown] == UNKNOWN) unknown++;
        return DAY - unknown < LEAST_HOURS ? UNKNOWN : known[(unknown + DAY) / 2];
    }

    private static int slot(long day) {
        return (int) Math.floorMod(day, (long) DAYS);
    }

    private static int shareSlot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }
}

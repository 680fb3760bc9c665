package dev.breakwater.core.budget;

import dev.breakwater.core.cost.Month;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that the meter of one budget remembers, about 10 KB. Flink stores the fields directly, so they are mutable
 * and unchecked. Money is in nano-USD, times are minutes since 1970.
 */
public final class BudgetState {

    /** Number of single minutes in the state, enough for the six-hour window and the minutes that may still change. */
    public static final int MINUTES = 512;
    /** Number of quarter-hours in the state, enough for the three-day window and a margin. */
    public static final int QUARTERS = 320;

    /**
     * The base of the keys of {@link #pending}. A key is the arrival minute times this base, plus the number of minutes
     * between the data minute and its arrival.
     */
    public static final int FARTHEST_BACK = 64;

    private static final int QUARTER = 15;
    /** Hours of the week. */
    public static final int HOURS = 168;

    /** Changes of spend by arrival minute and data minute. The meter applies them when the arrival minute ends. */
    public Map<Long, Long> pending = new HashMap<>();

    /** First and newest minute counted; Long.MIN_VALUE before the first. */
    public long first = Long.MIN_VALUE;

    public long newest = Long.MIN_VALUE;
    /** Ring buffers of cumulative spend. One has a value for each minute, the other for each quarter of an hour. */
    public long[] minute = new long[MINUTES];

    public long[] quarter = new long[QUARTERS];
    /** Cumulative spend at the end of the newest minute, at the start of its month, and at the start of its day. */
    public long total;

    public long beforeMonth;
    public long beforeDay;
    /** The month and day of the newest minute, as numbers. */
    public int month;

    public long day;
    /** The newest gap in the feed. */
    public long silentFrom;

    public long silentTo;
    /** Newest minute with spend in a region that is not in the price table. The price of that spend is assumed. */
    public long assumed = Long.MIN_VALUE;

    /** Mean spend of each hour of the week, and the number of weeks that the mean covers. */
    public double[] hourMean = new double[HOURS];

    public byte[] hourWeeks = new byte[HOURS];
    /** The newest hour (since 1970) that was learned. Long.MIN_VALUE before the first. */
    public long learned = Long.MIN_VALUE;
    /**
     * Predicted and measured spend of today. Each hour is predicted one hour ahead. NaN if an hour could not be
     * predicted.
     */
    public double dayPredicted;

    public double dayActual;
    /**
     * The sum of the squared prediction errors of past days, and the number of those days. Older days have less weight
     * in both.
     */
    public double errorSquares;

    public double errorDays;
    public int daysLearned;

    /** The forecast of the month's end, made each hour. -1 while it is unknown. */
    public long forecastLow = -1;

    public long forecast = -1;
    public long forecastHigh = -1;

    /** Open alarms by slot number. The slots are five alarms, then the steps. */
    public Map<Integer, OpenAlarmState> open = new HashMap<>();
    /** The alarms that were already reported in this period, one bit per slot. */
    public long told;
    /** Number of the next decision. */
    public long sequence;
    /** The scope of the budget. Null until the first spend is counted. */
    public Scope scope;

    /**
     * Starts counting with this minute. The state keeps cumulative spend, so the spend of a window is one subtraction.
     */
    public void begin(long minute) {
        first = minute;
        newest = minute - 1;
        month = Month.of(minute);
        day = DataMinute.dayOf(minute);
    }

    /** Counts the minute after the newest one. */
    public void append(long nano) {
        long m = ++newest;
        if (Math.floorMod(m, (long) DataMinute.DAY) == 0) beforeDay = total;
        day = DataMinute.dayOf(m);
        int month = Month.of(m);
        if (month != this.month) beforeMonth = total;
        this.month = month;
        total += nano;
        minute[slot(m)] = total;
        quarter[quarterSlot(Math.floorDiv(m, (long) QUARTER))] = total;
    }

    /** Corrects the spend of a minute that was already counted. */
    public void revise(long minute, long nano) {
        long from = Math.max(minute, newest - MINUTES + 1);
        for (long m = from; m <= newest; m++) this.minute[slot(m)] += nano;
        long last = Math.floorDiv(newest, (long) QUARTER);
        for (long q = Math.floorDiv(from, (long) QUARTER); q <= last; q++) quarter[quarterSlot(q)] += nano;
        total += nano;
        if (minute < Month.start(month)) beforeMonth += nano;
        if (minute < day * DataMinute.DAY) beforeDay += nano;
    }

    /** Skips a gap that is longer than every window and has no spend. */
    public void jump(long newest) {
        Arrays.fill(minute, total);
        Arrays.fill(quarter, total);
        this.newest = newest - 1;
        if (DataMinute.dayOf(newest) != day) beforeDay = total;
        if (Month.of(newest) != month) beforeMonth = total;
        month = Month.of(newest);
        append(0);
    }

    /**
     * Spend of this many minutes up to the newest one. A window of more than six hours begins at a full quarter-hour.
     */
    public long window(int minutes) {
        long before = newest - minutes;
        if (minutes <= 360) return total - minute[slot(before)];
        return total - quarter[quarterSlot(Math.floorDiv(before + 1, (long) QUARTER) - 1)];
    }

    /** Spend of a whole hour (minute / 60) in the last three days. */
    public long spentOfHour(long hour) {
        return quarter[quarterSlot(hour * 4 + 3)] - quarter[quarterSlot(hour * 4 - 1)];
    }

    /** The spend so far in the newest minute's month, nano-USD. */
    public long spentOfMonth() {
        return total - beforeMonth;
    }

    /** The spend so far on the newest minute's day, nano-USD. */
    public long spentOfDay() {
        return total - beforeDay;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    private static int quarterSlot(long quarter) {
        return (int) Math.floorMod(quarter, (long) QUARTERS);
    }

    /** Stores a change of a minute's spend. {@code silentTo} is 0 if the feed reports no gap. */
    public void add(long minute, long nano, long silentFrom, long silentTo, long arrival) {
        long back = Math.min(arrival - minute + 1, FARTHEST_BACK - 1);
        pending.merge(arrival * FARTHEST_BACK + back, nano, Long::sum);
        if (silentTo <= this.silentTo) return;
        this.silentFrom = silentFrom;
        this.silentTo = silentTo;
    }

    /** Whether the meter must run every minute, because an open alarm may end without new input. */
    public boolean wantsEveryMinute() {
        return !open.isEmpty() || !pending.isEmpty();
    }
}

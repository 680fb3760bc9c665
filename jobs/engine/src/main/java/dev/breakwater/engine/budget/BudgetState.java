package dev.breakwater.engine.budget;

import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Scope;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the meter of one budget remembers. It takes about 10 KB. Flink stores the fields directly, so they
 * are mutable and unchecked. Money is in nano-USD, times are minutes since 1970.
 */
public final class BudgetState {

    /** Number of single minutes in the state, enough for the six-hour window and the minutes that may still change. */
    public static final int MINUTES = 512;
    /** Number of quarter-hours in the state, enough for the three-day window and a margin. */
    public static final int QUARTERS = 320;

    /**
     * The base of the keys of {@link #pending}. A key is the arrival minute times this base, plus the delay of the data
     * in minutes.
     */
    public static final int FARTHEST_BACK = 64;

    private static final int QUARTER = 15;
    /** Hours of the week. */
    public static final int HOURS = 168;

    /**
     * Changes of spend, by the minute of arrival and the minute of the data. The meter applies a change when its
     * arrival minute ends.
     */
    public Map<Long, Long> pending = new HashMap<>();

    /** The first and the newest counted minute; Long.MIN_VALUE before the first count. */
    public long first = Long.MIN_VALUE;

    public long newest = Long.MIN_VALUE;
    /** Two ring buffers hold cumulative spend, by minute and by quarter of an hour. */
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
    /**
     * The newest minute with spend in a region that the price table lacks. Breakwater assumes a price for that spend.
     */
    public long assumed = Long.MIN_VALUE;

    /** Mean spend of each hour of the week, and the number of weeks that the mean covers. */
    public double[] hourMean = new double[HOURS];

    public byte[] hourWeeks = new byte[HOURS];
    /** The newest hour whose spend the mean includes, counted from 1970. Long.MIN_VALUE before the first. */
    public long learned = Long.MIN_VALUE;
    /**
     * Predicted and measured spend of today. The spend of each hour is predicted one hour ahead. The predicted spend is
     * NaN if an hour could not be predicted.
     */
    public double dayPredicted;

    public double dayActual;
    /**
     * The sum of the squared prediction errors of past days, and the number of these days; older days have less weight.
     */
    public double errorSquares;

    public double errorDays;
    public int daysLearned;

    /** The forecast of the month's end, made each hour. The value is -1 while it is unknown. */
    public long forecastLow = -1;

    public long forecast = -1;
    public long forecastHigh = -1;

    /** Open alarms by slot number. The first five slots are for alarms, and the others are for the budget's steps. */
    public Map<Integer, OpenAlarm> open = new HashMap<>();
    /** The alarms that were already reported in this period, one bit per slot. */
    public long told;
    /** The sequence number of the next decision. */
    public long sequence;
    /** The scope of the budget. The scope is null until the first spend is counted. */
    public @Nullable Scope scope;

    /**
     * Starts to count spend with this minute. The state keeps cumulative spend, so the spend of a window is the
     * difference of two stored values.
     */
    public void begin(long minute) {
        first = minute;
        newest = minute - 1;
        month = DataMinute.monthOf(minute);
        day = DataMinute.dayOf(minute);
    }

    /** Counts the spend of the minute that follows the newest minute. */
    public void append(long nano) {
        long m = ++newest;
        if (Math.floorMod(m, (long) DataMinute.DAY) == 0) beforeDay = total;
        day = DataMinute.dayOf(m);
        int month = DataMinute.monthOf(m);
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
        if (minute < DataMinute.monthStart(month)) beforeMonth += nano;
        if (minute < day * DataMinute.DAY) beforeDay += nano;
    }

    /** Skips a gap that is longer than every window and has no spend. */
    public void jump(long newest) {
        Arrays.fill(minute, total);
        Arrays.fill(quarter, total);
        this.newest = newest - 1;
        if (DataMinute.dayOf(newest) != day) beforeDay = total;
        if (DataMinute.monthOf(newest) != month) beforeMonth = total;
        month = DataMinute.monthOf(newest);
        append(0);
    }

    /**
     * The spend of the given number of minutes up to the newest minute. A window of more than six hours begins at a
     * full quarter-hour.
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

    /** The spend so far in the month of the newest minute, in nano-USD. */
    public long spentOfMonth() {
        return total - beforeMonth;
    }

    /** The spend so far on the day of the newest minute, in nano-USD. */
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

    /** An open alarm. Flink stores this class. */
    public static final class OpenAlarm {
        public String incident = "";
        public boolean page;
        /** Whether the mode has let the alarm's alert reach people. */
        public boolean sent;
        /** First minute that the alarm covers, and the minute in which it was reported. */
        public long onset;

        public long toldMinute;
        public Finding found = Finding.NONE;
        public BudgetFigures figures = BudgetFigures.NONE;
    }
}

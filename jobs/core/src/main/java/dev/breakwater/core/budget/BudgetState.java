package dev.breakwater.core.budget;

import dev.breakwater.core.model.Scope;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything that the meter of one budget remembers, about 10 KB. Flat, mutable, without checks: it is stored as it is.
 * Money is in nano-USD, times are minutes since 1970.
 */
public final class BudgetState {

    /** Minutes held one by one: the six-hour window and what may still be revised. */
    public static final int MINUTES = 512;
    /** Quarters of an hour held: the three-day window and some more. */
    public static final int QUARTERS = 320;
    /** Hours of the week. */
    public static final int HOURS = 168;

    /** Differences by arrival minute and data minute: applied when the arrival minute ends. */
    public Map<Long, Long> pending = new HashMap<>();

    /** First and newest minute counted; Long.MIN_VALUE before the first. */
    public long first = Long.MIN_VALUE;

    public long newest = Long.MIN_VALUE;
    /** All spend up to the end of a minute, and of a quarter of an hour: rings. */
    public long[] minute = new long[MINUTES];

    public long[] quarter = new long[QUARTERS];
    /** All spend up to the end of the newest minute, and up to the start of its month and day. */
    public long total;

    public long beforeMonth;
    public long beforeDay;
    /** The month and day of the newest minute, as numbers. */
    public int month;

    public long day;
    /** What AWS has counted of this month less {@link #total} of that time, and that time; 0: own spend alone counts. */
    public long base;

    public long baseMinute;
    /** What AWS last told of a budget that it has, and when; 0: it has none. */
    public long awsSpent;

    public long awsForecast;
    public long awsMinute;
    /** Newest gap of the feed. */
    public long silentFrom;

    public long silentTo;

    /** Mean spend of each hour of the week since 1970, and how many weeks it is of. */
    public double[] hourMean = new double[HOURS];

    public byte[] hourWeeks = new byte[HOURS];
    /** Hours since 1970 that are learned; Long.MIN_VALUE before the first. */
    public long learned = Long.MIN_VALUE;
    /** Today as predicted an hour ahead and as it was, NaN where an hour could not be predicted. */
    public double dayPredicted;

    public double dayActual;
    /** Sum of squared differences of both over the days, their number, both fading. */
    public double errorSquares;

    public double errorDays;
    public int daysLearned;

    /** The forecast of the month's end, made each hour; -1 while it is not known. */
    public long forecastLow = -1;

    public long forecast = -1;
    public long forecastHigh = -1;

    /** Open alarms, by number: five alarms, then the steps. */
    public Map<Integer, OpenAlarmState> open = new HashMap<>();
    /** Steps and ends that were told in this period: bits by slot. */
    public long told;
    /** Number of the next decision. */
    public long sequence;
    /** What the budget was for; null before anything was counted, and in what was stored by an earlier version. */
    public Scope scope;

    public BudgetState() {}
}

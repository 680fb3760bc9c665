package dev.breakwater.core.detect;

/**
 * Everything that is remembered of one scope: a ring of recent minutes, hourly summaries of eight days, seven daily
 * maxima of each statistic, and the open episode. Flat, mutable, without checks: it is stored as it is.
 *
 * <p>Costs are nano-USD, concurrency is instances, minutes are floor(epoch seconds / 60).
 */
public final class ScopeState {

    /** Minutes kept one by one: the longest window (180) and the late window (15) fit. */
    public static final int RING = 256;

    /** Statistics whose daily maxima are kept, see {@link Statistics}. */
    public static final int STATISTICS = 6;

    /** First minute ever seen, or Long.MIN_VALUE. */
    public long firstMinute = Long.MIN_VALUE;
    /** Newest minute judged. */
    public long newest = Long.MIN_VALUE;
    /** Newest minute learned: nothing can revise it any more. */
    public long learned = Long.MIN_VALUE;

    public float[] demand = new float[RING];
    /** What the demand would cost were nothing refused: what is scored. */
    public float[] cost = new float[RING];
    /** What is billed. */
    public float[] billed = new float[RING];

    public float[] concurrency = new float[RING];
    /** Level of the evidence of each minute alone, before persistence. */
    public byte[] raw = new byte[RING];

    /** Per hour of the last eight days: mean demand a minute, or NaN while unknown. */
    public float[] hourDemand = filled();

    public float[] hourMax3 = filled();
    public float[] hourMax15 = filled();
    public float[] hourConcurrency = filled();
    /** Cost per unit of demand in that hour, or NaN when there was none. */
    public float[] hourUnit = filled();
    /** Which hour (since the epoch) each slot holds. */
    public int[] hourOf = new int[Minutes.HOURS];

    /** The newest gaps of the whole feed: first and last silent minute. */
    public long[] silentFrom = new long[Silence.GAPS];

    public long[] silentTo = new long[Silence.GAPS];
    public int gaps;

    /** Accumulators of the hour being learned. */
    public double accDemand;

    public double accCost;
    public double accMax3;
    public double accMax15;
    public double accConcurrency;
    public int accMinutes;

    /** Daily maxima of each statistic of the last seven days, and of today. */
    public float[] dayMax = new float[STATISTICS * 7];

    public float[] todayMax = new float[STATISTICS];
    public float[] dayCost = new float[7];
    public int daysKnown;
    public double todayCost;

    /** Slow level of demand as a log factor on the seasonal expectation. */
    public double level;

    public EpisodeState episode = new EpisodeState();

    /** Demand of a recent minute. */
    public double demandAt(long minute) {
        return demand[Windows.slot(minute)];
    }

    /** Concurrency of a recent minute. */
    public double concurrencyAt(long minute) {
        return concurrency[Windows.slot(minute)];
    }

    private static float[] filled() {
        float[] values = new float[Minutes.HOURS];
        java.util.Arrays.fill(values, Float.NaN);
        return values;
    }
}

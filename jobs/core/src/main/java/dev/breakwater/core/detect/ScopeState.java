package dev.breakwater.core.detect;

import dev.breakwater.core.detect.Expectation.HourExpectation;
import dev.breakwater.core.model.DataMinute;

/**
 * Everything that detection remembers about one function: ring buffers of recent minutes, hourly summaries of eight
 * days, seven daily maxima of each statistic, and the open episode. Flink stores the fields directly, so they are
 * mutable and unchecked.
 *
 * <p>Costs are in nano-USD, concurrency counts instances, and minutes are floor(epoch seconds / 60). In a bit history,
 * the lowest bit is the newest minute, the next bit is the minute before it, and so on.
 */
public final class ScopeState implements RecentMinutes {

    /**
     * How many single minutes of calls are stored: the 180 minutes of the longest window, and 16 minutes that late
     * samples can change.
     */
    public static final int RING = 196;

    /** How many single minutes of cost are stored. The longest window of cost is an hour. */
    static final int COST_RING = 80;

    /** The number of statistics with daily maxima (see {@link Statistics}). */
    static final int STATISTICS = 7;

    static final int DAYS = 7;
    /** The number of stored gaps of the whole feed. */
    static final int GAPS = 4;

    /** The number of hours in {@link #hourLevels}. */
    static final int HOUR_LEVELS = 4;

    /** The hours of history. Eight days always include the same hour a week ago. */
    static final int HOURS = 8 * 24;

    /** Minute of the first call ever, or Long.MIN_VALUE. */
    public long firstMinute = Long.MIN_VALUE;
    /** Newest minute that was judged. */
    public long newest = Long.MIN_VALUE;
    /** Newest minute that was learned and can no longer change. */
    public long learned = Long.MIN_VALUE;

    /** Minute of the newest deployment that the inventory reported, or Long.MIN_VALUE. */
    public long deployed = Long.MIN_VALUE;

    public float[] demand = new float[RING];
    /** Expected demand of each minute. Without an expectation, the stored value is the demand itself. */
    public float[] expected = new float[RING];
    /** Concurrency of each minute, at most 32,767. */
    public short[] concurrency = new short[RING];
    /** The cost of each minute if no call had been refused. The tests use this cost. */
    public float[] cost = new float[COST_RING];
    /** The billed cost of each minute. */
    public float[] billed = new float[COST_RING];
    /** Newest minute in which calls were refused. */
    public int refusedAt;
    /**
     * The cost of an instance that is busy for a whole minute, according to the newest minute with calls. 0 while
     * unknown.
     */
    public float instanceNano;

    /**
     * Bit histories of minutes that were at page level, of minutes at warn level, and of minutes in which a slow test
     * found a surge.
     */
    public int paged;

    public int warned;
    public int slowPage;
    public int slowWarn;

    /**
     * For each hour of the last eight days, the mean demand a minute and the largest means of 3 and 15 minutes, encoded
     * by {@link LogCode}.
     */
    public short[] hourDemand = new short[HOURS];

    public short[] hourMax3 = new short[HOURS];
    public short[] hourMax15 = new short[HOURS];
    /** One bit per hour, which is set if at least half of the hour had data. */
    public long[] hourKnown = new long[HOURS / Long.SIZE];

    /**
     * For each hour of the week, its share of the day's demand; also the mean demand of each of the last 64 days (see
     * {@link Weeks}).
     */
    public byte[] weekShares = Weeks.unknown(Weeks.HOURS);

    public short[] dayMeans = Weeks.unknownDays();
    /** The ratio of demand to the expectation, for the hours of today and for each of the last 64 days. */
    public byte[] hourRatios = Weeks.unknown(24);

    public byte[] dayRatios = Weeks.unknown(Weeks.DAYS);
    /** Demand of the hour that is being learned, including demand that was too high to learn. */
    public double hourAsked;

    /** The newest gaps of the whole feed. Each gap has its first silent minute and its length in minutes. */
    public int[] silentFrom = new int[GAPS];

    public int[] silentLength = new int[GAPS];
    public int gaps;

    /** Sum of demand, largest means and number of minutes of the hour that is being learned. */
    public double hourSum;

    public double hourTop3;
    public double hourTop15;
    public int hourMinutes;

    /**
     * Demand divided by its expectation in each of the last four hours, as a logarithm in thousandths. 0 where unknown.
     */
    public short[] hourLevels = new short[HOUR_LEVELS];

    /** Daily maxima of each statistic of the last seven days and of today, in thousandths. */
    public short[] dayMax = new short[STATISTICS * DAYS];

    public float[] todayMax = new float[STATISTICS];
    /** The number of days whose maxima are known. */
    public int daysKnown;

    /** The largest hourly cost above the expectation on each day. */
    public float[] dayExcess = new float[DAYS];

    public float todayExcess;
    /** Cost and calls of the last seven days, and the number of days. */
    public float[] dayCost = new float[DAYS];

    public float[] dayCalls = new float[DAYS];
    /**
     * The highest concurrency of each day of the last week and of each of the eight weeks before, and which days are
     * known (see {@link Peaks}).
     */
    public float[] dayConcurrency = new float[DAYS];

    public short[] weekConcurrency = new short[Peaks.WEEKS];
    public long peakDays;
    public int daysSummed;
    public double todayCost;
    public double todayCalls;
    public float todayConcurrency;

    /** The cost of a call in the last three days, its median (0 while unknown), and the sums of today. */
    public float[] dayUnit = new float[3];

    public int unitsKnown;
    public double unit;
    public double todayUnitCost;
    public double todayUnitCalls;
    public double lifeCost;
    public double lifeCalls;

    /** The slowly changing level of demand, as the logarithm of a factor on the seasonal expectation. */
    public double level;
    /** The number of minutes for which learning was frozen, and the number of calm minutes since then. */
    public int frozen;

    public int cool;

    /** Cost of the hour that is being learned, including cost that was too high to learn. */
    public double hourCost;
    /**
     * The encoded cost of a call in each hour of the last day and on each day of two weeks. 0 if unknown (see {@link
     * Lasting}).
     */
    public short[] hourUnits = new short[Lasting.DAY];

    public short[] dayUnits = new short[Lasting.DAYS];
    /** The first day on which the cost of a call counts as usual. */
    public int unitsFrom;
    /** The first minute of a lasting change, or Long.MIN_VALUE, and when the change last paged, or 0. */
    public long changed = Long.MIN_VALUE;

    public int changePaged;

    public EpisodeState episode = new EpisodeState();

    /**
     * The expectations of the hour that is being judged and of the hour that is being learned. The expectations are
     * computed and not stored.
     */
    transient HourExpectation[] expectations = {new HourExpectation(), new HourExpectation()};

    /** The sums of the newest learned minute and of the newest judged minute. The sums are computed and not stored. */
    transient RecentSums learnedSums = new RecentSums();

    transient RecentSums judgedSums = new RecentSums();

    static int hourSlot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }

    static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) RING);
    }

    static int costSlot(long minute) {
        return (int) Math.floorMod(minute, (long) COST_RING);
    }

    /** Usual cost of a call, nano-USD. */
    double unitCost() {
        return unit > 0 ? unit : lifeCalls > 0 ? lifeCost / lifeCalls : 1e3;
    }

    @Override
    public long firstMinute() {
        return firstMinute;
    }

    @Override
    public int reach() {
        return RING;
    }

    @Override
    public double demandAt(long minute) {
        return demand[slot(minute)];
    }

    @Override
    public double concurrencyAt(long minute) {
        return concurrency[slot(minute)];
    }

    @Override
    public EpisodeState episode() {
        return episode;
    }

    /**
     * Records that the whole feed was silent between two minutes. Minutes that a function lacks in a silent time are
     * unknown instead of zero. A gap that is already known changes nothing. If the function was idle and therefore
     * never saw the gap, the gap counts as idle time.
     */
    public void noteSilence(long from, long to) {
        if (to <= 0 || to < from) return;
        int last = Math.floorMod(gaps - 1, GAPS);
        if (gaps > 0 && silentFrom[last] + silentLength[last] - 1 == to) return;
        int slot = gaps++ % GAPS;
        silentFrom[slot] = (int) from;
        silentLength[slot] = (int) (to - from + 1);
    }

    /**
     * Whether a recent minute is unknown. A minute is unknown if the feed was silent and no data for the minute came
     * later.
     */
    boolean unknown(long minute) {
        return wasSilent(minute) && (minute > newest || demand[slot(minute)] == 0);
    }

    private boolean wasSilent(long minute) {
        for (int i = 0; i < Math.min(gaps, GAPS); i++) {
            if (minute >= silentFrom[i] && minute < silentFrom[i] + silentLength[i]) return true;
        }
        return false;
    }

    /** Whether any call was refused in the w minutes up to {@code end}. */
    boolean refused(long end, int w) {
        return refusedAt > end - w;
    }

    /**
     * The billed cost of a minute. If a minute has no stored cost, its cost is estimated from the calls, the usual cost
     * of a call, and the present share of calls that ran.
     */
    double billedAt(long minute) {
        if (minute > newest - COST_RING) return billed[costSlot(minute)];
        double nano = demandAt(minute) * unitCost();
        long oldest = newest - COST_RING + DataMinute.HOUR;
        if (!refused(newest, COST_RING)) return nano;
        double asked = Rings.sum(cost, oldest, DataMinute.HOUR);
        return asked > 0 ? nano * Rings.sum(billed, oldest, DataMinute.HOUR) / asked : nano;
    }
}

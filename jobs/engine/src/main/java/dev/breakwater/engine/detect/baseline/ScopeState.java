package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;
import java.util.OptionalDouble;

/**
 * Everything that detection remembers about one function: recent minutes, hourly summaries of eight days, seven daily
 * maxima of each statistic, nine weeks, and the open episode. Flink stores the fields directly, so they are mutable and
 * unchecked.
 *
 * <p>Costs are in nano-USD, concurrency counts instances, and minutes are floor(epoch seconds / 60).
 */
public final class ScopeState implements RecentMinutes {

    /**
     * How many single minutes of calls are stored: the 180 minutes of the longest window, and 16 minutes that late
     * samples can change.
     */
    public static final int RING = 196;

    /** How many single minutes of cost are stored. The longest window of cost is an hour. */
    public static final int COST_RING = 80;

    /** The number of statistics with daily maxima (see {@link Statistics}). */
    static final int STATISTICS = 7;

    public static final int DAYS = 7;
    private static final int BUSIEST_EVERY = 5;
    /** The number of hours in {@link HourRings#levels}. */
    static final int HOUR_LEVELS = 4;

    /** The hours of history. Eight days always include the same hour a week ago. */
    static final int HOURS = 8 * 24;

    /** Minute of the first call ever, or Long.MIN_VALUE. */
    public long firstMinute = Long.MIN_VALUE;
    /** Newest minute that was judged. */
    public long newest = Long.MIN_VALUE;
    /** Newest minute that was learned and can no longer change. */
    public long learned = Long.MIN_VALUE;

    /** The most calls in an hour that had ended an hour ago, without hours of a surge. Known in the first day only. */
    public double busiestHour;

    /** Minute of the newest deployment that the inventory reported, or Long.MIN_VALUE. */
    public long deployed = Long.MIN_VALUE;

    public MinuteRings minutes = new MinuteRings();
    public HourRings hours = new HourRings();
    public Days days = new Days();
    public Weeks weeks = new Weeks();
    public Peaks peaks = new Peaks();
    public UnitCosts units = new UnitCosts();
    public LastingState lasting = new LastingState();
    public FeedGaps silence = new FeedGaps();

    /** The slowly changing level of demand, as the logarithm of a factor on the seasonal expectation. */
    public double level;
    /** The number of minutes for which learning was frozen, and the number of calm minutes since then. */
    public int frozen;

    public int cool;

    public EpisodeState episode = new EpisodeState();

    /**
     * The expectations of the hour that is being judged and of the hour that is being learned. The expectations are
     * computed and not stored.
     */
    public transient Expectation[] expectations = {new Expectation(), new Expectation()};

    /** The sums of the newest learned minute and of the newest judged minute. The sums are computed and not stored. */
    public transient RecentSums learnedSums = new RecentSums();

    public transient RecentSums judgedSums = new RecentSums();

    public static int hourSlot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }

    static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) RING);
    }

    public static int costSlot(long minute) {
        return (int) Math.floorMod(minute, (long) COST_RING);
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
        return minutes.demand[slot(minute)];
    }

    @Override
    public double concurrencyAt(long minute) {
        return minutes.concurrency[slot(minute)];
    }

    @Override
    public EpisodeState episode() {
        return episode;
    }

    @Override
    public OptionalDouble storedExpectation(long minute) {
        return OptionalDouble.of(minutes.expected[slot(minute)]);
    }

    /** A minute is unknown if the feed was silent and no data for the minute came later. */
    @Override
    public boolean isUnknown(long minute) {
        return silence.cover(minute) && (minute > newest || minutes.demand[slot(minute)] == 0);
    }

    /**
     * Whether the function is at least a day old and was seen at this time of day before, which means that it has a
     * baseline.
     */
    public boolean isReady(long minute) {
        return minute - firstMinute >= DataMinute.DAY && Expectation.of(this, minute).known;
    }

    /** Whether any call was refused in a window of {@code w} minutes. */
    public boolean refused(long end, int w) {
        return minutes.refusedAt > end - w;
    }

    /**
     * The billed cost of a minute. If a minute has no stored cost, its cost is estimated from the calls, the usual cost
     * of a call, and the present share of calls that ran.
     */
    @Override
    public double billedAt(long minute) {
        if (minute > newest - COST_RING) return minutes.billed[costSlot(minute)];
        double nano = demandAt(minute) * units.ofCall();
        long oldest = newest - COST_RING + DataMinute.HOUR;
        if (!refused(newest, COST_RING)) return nano;
        double asked = MinuteRings.sum(minutes.cost, oldest, DataMinute.HOUR);
        return asked > 0 ? nano * MinuteRings.sum(minutes.billed, oldest, DataMinute.HOUR) / asked : nano;
    }

    /** Adds the next minute as an idle minute, with its expectation. */
    public void append() {
        long minute = ++newest;
        int i = slot(minute);
        int c = costSlot(minute);
        minutes.demand[i] = 0;
        minutes.concurrency[i] = 0;
        minutes.cost[c] = 0;
        minutes.billed[c] = 0;
        minutes.expected[i] = isUnknown(minute) ? 0 : newExpected(minute, 0);
        minutes.paged <<= 1;
        minutes.warned <<= 1;
        minutes.slowPage <<= 1;
        minutes.slowWarn <<= 1;
        // a sum of 60 minutes for each minute of a function's first day would be slow
        boolean young = minute - firstMinute < DataMinute.DAY && minute % BUSIEST_EVERY == 0;
        if (young && !episode.open)
            busiestHour =
                    Math.max(busiestHour, MinuteRings.sum(minutes.demand, minute - DataMinute.HOUR, DataMinute.HOUR));
    }

    /**
     * The expected demand of a minute. Without history, the expected demand is the actual demand, so there is neither a
     * surge nor a deficit.
     */
    float newExpected(long minute, double demand) {
        double known = Expectation.ofMinute(this, minute);
        return (float) (Double.isNaN(known) ? demand : known);
    }

    /** Expected demand of a recent minute. The result is 0 without an expectation. */
    double expectedAt(long minute) {
        return Expectation.of(this, minute).known ? minutes.expected[slot(minute)] : 0;
    }

    /**
     * The hours of the last eight days of a scope, encoded by {@link LogCode}, and the hour that is being learned.
     * Flink stores this class.
     */
    public static final class HourRings {
        /** For each hour, the mean demand per minute and the largest means of 3 and 15 minutes. */
        public short[] demand = new short[HOURS];

        public short[] max3 = new short[HOURS];
        public short[] max15 = new short[HOURS];
        /** One bit per hour, which is set if at least half of the hour had data. */
        public long[] known = new long[HOURS / Long.SIZE];
        /**
         * Demand divided by its expectation in each of the last four hours, as a logarithm in thousandths. The value is
         * 0 where unknown.
         */
        public short[] levels = new short[HOUR_LEVELS];
        /** Sum of demand, largest means and number of minutes of the hour that is being learned. */
        public double sum;

        public double top3;
        public double top15;
        public int minutes;
        /** All demand and cost of the hour that is being learned, even if they were too high to learn. */
        public double asked;

        public double cost;
    }

    /**
     * The cost of a call over two weeks, from which lasting changes are found (see {@link Lasting}). Flink stores this
     * class.
     */
    public static final class LastingState {
        /**
         * The encoded cost of a call in each hour of the last day and on each day of two weeks. The value is 0 if unknown.
         */
        public short[] hours = new short[Lasting.DAY];

        public short[] days = new short[Lasting.DAYS];
        /** The first day on which the cost of a call and the number of calls count as usual. */
        public int from;
        /**
         * The first minute of a lasting change, or Long.MIN_VALUE. The second value is when the change last paged, or 0.
         */
        public long changed = Long.MIN_VALUE;

        public int paged;
        /** The cost of the change so far, without the hours of surges, nano-USD. */
        public double nano;
    }

    /**
     * The newest gaps of the whole feed. If a function has no data for a minute in a gap, the minute is unknown instead
     * of zero. Flink stores this class.
     */
    public static final class FeedGaps {
        private static final int GAPS = 4;

        /** The first silent minute of each gap, and its length in minutes. */
        public int[] from = new int[GAPS];

        public int[] length = new int[GAPS];
        public int count;

        /**
         * Records that the whole feed was silent between two minutes. A gap that is already known changes nothing. If
         * the function was idle and therefore never saw the gap, the gap counts as idle time.
         */
        public void note(long first, long last) {
            if (last <= 0 || last < first) return;
            int newest = Math.floorMod(count - 1, GAPS);
            if (count > 0 && from[newest] + length[newest] - 1 == last) return;
            int slot = count++ % GAPS;
            from[slot] = (int) first;
            length[slot] = (int) (last - first + 1);
        }

        boolean cover(long minute) {
            for (int i = 0; i < Math.min(count, GAPS); i++) {
                if (minute >= from[i] && minute < from[i] + length[i]) return true;
            }
            return false;
        }
    }
}

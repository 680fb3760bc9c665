package dev.breakwater.core.detect;

/**
 * The two levels at which a minute is judged, for functions and for the account. Breakwater uses {@link #STANDARD}.
 * Evaluations use other tiers to show how recall and false alarms depend on each other.
 */
public final class Tiers {

    /** The constants described in docs/detection.md. */
    public static final Tiers STANDARD = new Tiers(Tier.PAGE, Tier.WARN, SpreadLimit.PAGE, SpreadLimit.WARN);

    final Tier page;
    final Tier warn;
    public final SpreadLimit spreadPage;
    public final SpreadLimit spreadWarn;

    Tiers(Tier page, Tier warn, SpreadLimit spreadPage, SpreadLimit spreadWarn) {
        this.page = page;
        this.warn = warn;
        this.spreadPage = spreadPage;
        this.spreadWarn = spreadWarn;
    }

    /**
     * The standard tiers, with every threshold made stricter or looser by one factor.
     *
     * @param factor above 0; 1 is the standard. A factor of 2 requires a surge twice as large (as a logarithm) and
     *     misses more surges. A factor of 0.5 requires half the surge and raises more false alarms
     * @throws IllegalArgumentException if the factor is not a positive number
     */
    public static Tiers strictness(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor))
            throw new IllegalArgumentException("strictness must be a number above 0, not " + factor);
        return new Tiers(
                Tier.PAGE.times(factor),
                Tier.WARN.times(factor),
                SpreadLimit.PAGE.times(factor),
                SpreadLimit.WARN.times(factor));
    }

    /**
     * The standard tiers with other constants of the rise test, for a search.
     *
     * @param rise60 least demand of an hour over its expectation
     * @param rise   least factor by which that ratio has risen in three hours
     */
    public static Tiers rise(double rise60, double rise) {
        return new Tiers(Tier.PAGE.rise(rise60, rise), Tier.WARN, SpreadLimit.PAGE, SpreadLimit.WARN);
    }

    /**
     * The constants of the tests at one level. Thresholds are ratios of observed to expected demand. Envelopes are
     * ratios of observed demand to the week's largest demand at this time of day. docs/detection.md gives the reasons
     * for the values.
     *
     * @param line3         threshold for demand of 3 minutes
     * @param line15        threshold for demand of 15 minutes
     * @param line60        threshold for demand of 60 minutes
     * @param line180       threshold for demand of 180 minutes; infinite if this test is not used
     * @param rise60        threshold for demand of 15 and 60 minutes for a rise; infinite if this test is not used
     * @param rise          threshold for the ratio of this hour to its expectation, divided by the same ratio three hours before
     * @param unit          threshold for the cost of a call
     * @param history       multiple of the usual extreme (as a log ratio) that a surge must exceed
     * @param margin3       margin added to {@code history} for 3 minutes, the noisiest window
     * @param unitHistory   multiple of the usual extreme that the cost of a call must exceed
     * @param envelope3     least ratio of the 3-minute mean to the envelope, for a burst
     * @param envelope15    least ratio of the 15-minute mean to the envelope, for a surge
     * @param envelope60    least ratio of the 60-minute mean to the envelope, for a sustained surge
     * @param riseEnvelope  least ratio of the 60-minute mean to the envelope, for a rise
     * @param goingOn15     least ratio of the 15-minute mean to the envelope at which a sustained surge continues
     * @param now15         least ratio of 15-minute demand at which a sustained surge continues
     * @param now60         least ratio of 60-minute demand at which a surge of hours continues
     * @param excessShare   the hourly excess must exceed this share of the week's largest hourly excess
     * @param excessCalls   least number of excess calls in the trailing hour
     * @param busyShare     below this share of a usual day's busy level, a surge must have three times the expected
     *     demand
     * @param persistence   in how many of the last 15 minutes the test for a sustained surge must succeed
     */
    record Tier(
            double line3,
            double line15,
            double line60,
            double line180,
            double rise60,
            double rise,
            double unit,
            double history,
            double margin3,
            double unitHistory,
            double envelope3,
            double envelope15,
            double envelope60,
            double riseEnvelope,
            double goingOn15,
            double now15,
            double now60,
            double excessShare,
            double excessCalls,
            double busyShare,
            int persistence) {

        private static final double NEVER = Double.POSITIVE_INFINITY;

        static final Tier PAGE = new Tier(
                2.0, 1.6, 1.36, NEVER, 1.25, 1.30, 3.5, 1.35, .1, 1.2, 1.15, 1.00, 1.10, .90, .80, 1.40, 1.36, .08, 80,
                .7, 5);
        static final Tier WARN = new Tier(
                1.7, 1.6, 1.26, 1.21, NEVER, NEVER, 2.9, .9, 0, 1.1, 1.05, 1.00, 1.10, .90, .65, 1.13, 1.21, .08, 50,
                .6, 3);

        private static final int LAST = 15;

        /**
         * Envelopes change by the factor to this power. Envelopes change less than thresholds, because otherwise the
         * envelopes alone would decide.
         */
        private static final double ENVELOPE_POWER = .5;

        private Tier rise(double least, double by) {
            return new Tier(
                    line3,
                    line15,
                    line60,
                    line180,
                    least,
                    by,
                    unit,
                    history,
                    margin3,
                    unitHistory,
                    envelope3,
                    envelope15,
                    envelope60,
                    riseEnvelope,
                    goingOn15,
                    now15,
                    now60,
                    excessShare,
                    excessCalls,
                    busyShare,
                    persistence);
        }

        /**
         * The same tests with all constants changed by one factor. The logarithms of thresholds, and shares, margins
         * and counts, are multiplied by the factor. The logarithms of envelopes are multiplied by the square root of
         * the factor. A larger factor makes every constant stricter.
         */
        Tier times(double factor) {
            double envelope = Math.pow(factor, ENVELOPE_POWER);
            return new Tier(
                    Math.pow(line3, factor),
                    Math.pow(line15, factor),
                    Math.pow(line60, factor),
                    Math.pow(line180, factor),
                    Math.pow(rise60, factor),
                    Math.pow(rise, factor),
                    Math.pow(unit, factor),
                    history * factor,
                    margin3 * factor,
                    unitHistory * factor,
                    envelope3 * envelope,
                    envelope15 * envelope,
                    envelope60 * envelope,
                    riseEnvelope * envelope,
                    goingOn15 * envelope,
                    Math.pow(now15, factor),
                    Math.pow(now60, factor),
                    excessShare * factor,
                    excessCalls * factor,
                    busyShare * envelope,
                    (int) Math.max(1, Math.min(LAST, Math.round(persistence * factor))));
        }
    }

    /**
     * The number of functions of an account that may be above normal at once. An attack must exceed a count that
     * independent functions never reach. An attack must also exceed one and a half times the account's usual daily
     * maximum. All counts of an attack that paged, including its rising edge, are left out of learning.
     *
     * @param least the count for a small account
     * @param share the count for a large account, as a share of the functions with a baseline
     */
    public record SpreadLimit(double least, double share) {

        public static final SpreadLimit PAGE = new SpreadLimit(8, .10);
        public static final SpreadLimit WARN = new SpreadLimit(6, .08);

        /** The same limit, with the allowed number of functions multiplied by a factor. */
        SpreadLimit times(double factor) {
            return new SpreadLimit(least * factor, share * factor);
        }

        /**
         * The number of functions that must be above normal, without considering the account's usual daily maximum.
         *
         * @param ready the number of functions with a baseline
         */
        public double count(long ready) {
            return Math.max(least, share * ready);
        }
    }
}

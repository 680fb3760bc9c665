package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.baseline.Statistics;

/** The two levels at which a minute is judged, for functions and for the account. */
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
     * The standard tiers with other constants of the rise test, for a search.
     *
     * @param rise60 the least ratio of an hour's demand to its expectation
     * @param rise   the least factor by which that ratio must have risen in three hours
     */
    public static Tiers rise(double rise60, double rise) {
        return new Tiers(Tier.PAGE.rise(rise60, rise), Tier.WARN, SpreadLimit.PAGE, SpreadLimit.WARN);
    }

    /**
     * The constants of the tests at one level. Thresholds are ratios of observed to expected demand. Envelopes are
     * ratios of observed demand to the week's largest demand at this time of day. docs/detection.md gives the reasons
     * for the values.
     *
     * @param busyShare   below this share of a usual day's busy level, a surge must have three times the expected
     *     demand
     * @param persistence in how many of the last 15 minutes the test for a sustained surge must succeed
     */
    record Tier(
            Demand demand,
            Rise rise,
            UnitCost unit,
            Envelopes envelopes,
            GoingOn goingOn,
            Excess excess,
            double busyShare,
            int persistence) {

        private static final double NEVER = Double.POSITIVE_INFINITY;

        static final Tier PAGE = new Tier(
                new Demand(2.0, 1.6, 1.36, NEVER, 1.35, .1),
                new Rise(1.25, 1.30, .80, .60),
                new UnitCost(3.5, 1.2),
                new Envelopes(1.15, 1.00, 1.10),
                new GoingOn(.80, 1.40, 1.36),
                new Excess(.08, 80),
                .7,
                5);
        static final Tier WARN = new Tier(
                new Demand(1.7, 1.6, 1.26, 1.21, .9, 0),
                new Rise(NEVER, NEVER, NEVER, NEVER),
                new UnitCost(2.9, 1.1),
                new Envelopes(1.05, 1.00, 1.10),
                new GoingOn(.65, 1.13, 1.21),
                new Excess(.08, 50),
                .6,
                3);

        private Tier rise(double least, double by) {
            Rise other = new Rise(least, by, rise.envelope, rise.busyShare);
            return new Tier(demand, other, unit, envelopes, goingOn, excess, busyShare, persistence);
        }

        /**
         * Thresholds for demand, each for a window of minutes.
         *
         * @param line180 infinite if this test is not used
         * @param history multiple of the usual extreme (as a log ratio) that a surge must exceed
         * @param margin3 margin added to {@code history} for 3 minutes, the noisiest window
         */
        record Demand(double line3, double line15, double line60, double line180, double history, double margin3) {

            /** The threshold of a ratio of {@link Statistics}, R3 to R180, as a multiple of the expected demand. */
            double line(int statistic) {
                return switch (statistic) {
                    case Statistics.R3 -> line3;
                    case Statistics.R15 -> line15;
                    case Statistics.R60 -> line60;
                    default -> line180;
                };
            }
        }

        /**
         * The test for a rise within hours.
         *
         * @param line60    threshold for demand of 15 and 60 minutes; infinite if this test is not used
         * @param by        threshold for the ratio of this hour to its expectation, divided by the same ratio three
         *     hours before
         * @param envelope  least ratio of the 60-minute mean to the envelope
         * @param busyShare least share of a usual day's busy level; below it, a rise is no evidence
         */
        record Rise(double line60, double by, double envelope, double busyShare) {}

        /**
         * The test for the cost of a call.
         *
         * @param history multiple of the usual extreme that the cost of a call must exceed
         */
        record UnitCost(double line, double history) {}

        /**
         * The smallest ratio of a mean to the envelope: over 3 minutes for a burst, over 15 minutes for a surge, and
         * over 60 minutes for a sustained surge.
         */
        record Envelopes(double of3, double of15, double of60) {}

        /**
         * The least demand at which a surge continues.
         *
         * @param envelope15 least ratio of the 15-minute mean to the envelope, for a sustained surge
         * @param line15     least ratio of 15-minute demand, for a sustained surge
         * @param line60     least ratio of 60-minute demand, for a surge of hours
         */
        record GoingOn(double envelope15, double line15, double line60) {}

        /**
         * The least excess in the trailing hour.
         *
         * @param share the hourly excess must exceed this share of the week's largest hourly excess
         * @param calls the least number of excess calls
         */
        record Excess(double share, double calls) {}
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

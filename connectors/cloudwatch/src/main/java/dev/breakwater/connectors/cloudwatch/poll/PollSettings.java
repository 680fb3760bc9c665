package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.model.kind.ResourceKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The targets and the pace of polling, without secrets.
 *
 * @param targets          accounts and regions, at least one, each only once
 * @param everyMinutes     shortest interval between reads of a function, minutes, 1..60
 * @param bootstrapMinutes history that is read once at the first start, minutes, 0..21,600 (CloudWatch keeps minutes
 *                         for 15 days)
 * @param timing           the times at which samples are requested, and the number of minutes in a request
 * @param budget           the largest amount that polling may cost
 */
public record PollSettings(
        List<PollTarget> targets, int everyMinutes, int bootstrapMinutes, Timing timing, Budget budget)
        implements Serializable {

    /** How long CloudWatch keeps points of one minute, in minutes. */
    static final int KEPT = 15 * 24 * 60;

    public PollSettings {
        targets = List.copyOf(targets);
        long ids = targets.stream().map(PollTarget::id).distinct().count();
        if (targets.isEmpty() || ids < targets.size()) {
            throw new IllegalArgumentException("polling needs at least one account and region, and each only once");
        }
        if (everyMinutes < 1 || everyMinutes > 60) {
            throw new IllegalArgumentException("polling must be every 1..60 minutes, not " + everyMinutes);
        }
        if (bootstrapMinutes < 0 || bootstrapMinutes > KEPT) {
            throw new IllegalArgumentException("bootstrap must be 0 to 15 days, not " + bootstrapMinutes + " minutes");
        }
    }

    /** Settings that use the defaults for everything else. Fractions of a minute are ignored. */
    public static PollSettings of(
            List<PollTarget> targets, Duration every, Duration bootstrap, double usdPerMonthAtMost) {
        return new PollSettings(
                targets,
                (int) Math.min(Integer.MAX_VALUE, every.toMinutes()),
                (int) Math.min(Integer.MAX_VALUE, bootstrap.toMinutes()),
                Timing.DEFAULT,
                Budget.of(usdPerMonthAtMost));
    }

    /** Returns the same settings with this timing. */
    public PollSettings withTiming(Timing newTiming) {
        return new PollSettings(targets, everyMinutes, bootstrapMinutes, newTiming, budget);
    }

    /**
     * The times at which polling requests samples, and the number of minutes in a request.
     *
     * @param settleSeconds the time between the end of a minute and its first request, seconds, 0..600. CloudWatch
     *     needs about one minute, and values that come later are revisions
     * @param overlapMinutes how many minutes are requested again each time, 0..60, because a sample may be late by this
     *                       many minutes. The repeated minutes cost nothing, because CloudWatch charges by the metric,
     *                       not by the minute
     * @param windowMinutes    the largest number of minutes that are read at once while the feed catches up, 1..1440
     * @param patienceSeconds  how long the feed waits for an account that does not answer, seconds, at least 0
     * @param discoveryMinutes the interval of the search for new functions, at least 1
     */
    public record Timing(
            int settleSeconds, int overlapMinutes, int windowMinutes, int patienceSeconds, int discoveryMinutes)
            implements Serializable {

        /**
         * The defaults, in the order of the parameters: one minute, 30 minutes, three hours, two minutes and five
         * minutes.
         */
        public static final Timing DEFAULT = new Timing(60, 30, 180, 120, 5);

        public Timing {
            in("settleSeconds", settleSeconds, 0, 600);
            in("overlapMinutes", overlapMinutes, 0, ArrivalClock.MOST_LATE);
            in("windowMinutes", windowMinutes, 1, 24 * 60);
            in("patienceSeconds", patienceSeconds, 0, 3600);
            in("discoveryMinutes", discoveryMinutes, 1, 24 * 60);
        }

        /**
         * Returns the same timing, with this largest number of minutes that are read at once while the feed catches up.
         */
        public Timing withWindow(int minutes) {
            return new Timing(settleSeconds, overlapMinutes, minutes, patienceSeconds, discoveryMinutes);
        }

        /** Returns the same timing, but requests this many minutes again each time. */
        public Timing withOverlap(int minutes) {
            return new Timing(settleSeconds, minutes, windowMinutes, patienceSeconds, discoveryMinutes);
        }

        private static void in(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(name + " must be " + least + ".." + most + ", not " + value);
            }
        }
    }

    /**
     * The largest amount that polling may cost.
     *
     * @param usdPerMonthAtMost the largest amount in a calendar month (UTC), above 0
     * @param usdPerThousandMetrics CloudWatch's price for 1,000 metrics requested with GetMetricData, above 0
     * @param callsPerSecond        largest number of calls a second to one account and region, 1..50 (AWS allows 50)
     * @param sleepEveryMinutes     interval between reads of a function that had no calls for an hour, minutes, 1..12
     * @param wakeCalls             the largest number of a region's calls in a minute that may come from functions that
     *                              were not read; above it, sleeping functions are read at once
     */
    public record Budget(
            double usdPerMonthAtMost,
            double usdPerThousandMetrics,
            int callsPerSecond,
            int sleepEveryMinutes,
            int wakeCalls)
            implements Serializable {

        /** A function that has had no calls for this many minutes is asleep. */
        static final int SLEEPS_AFTER = 60;

        /**
         * The longest interval between two reads of a function, in minutes. With this interval, a function's activity
         * is still in the late window.
         */
        static final int RAREST = 12;

        public Budget {
            if (!(usdPerMonthAtMost > 0) || !(usdPerThousandMetrics > 0)) {
                throw new IllegalArgumentException("polling needs a monthly sum and a price above 0 USD");
            }
            if (callsPerSecond < 1 || callsPerSecond > 50) {
                throw new IllegalArgumentException("callsPerSecond must be 1..50, not " + callsPerSecond);
            }
            if (sleepEveryMinutes < 1 || sleepEveryMinutes > RAREST) {
                throw new IllegalArgumentException("sleepEveryMinutes must be 1..12, not " + sleepEveryMinutes);
            }
        }

        /** Returns the settings with the list price of 0.01 USD for 1,000 metrics. */
        public static Budget of(double usdPerMonthAtMost) {
            return new Budget(usdPerMonthAtMost, 0.01, 10, 10, 20);
        }
    }

    /**
     * The resources of one kind in one account and region, and how polling reaches them.
     *
     * @param account 12 digits
     * @param region  for example {@code eu-west-1}
     * @param roleArn role to assume for reading, or empty for the ambient credentials
     * @param ofKind  the name of the kind of resource, empty for Lambda functions
     */
    public record PollTarget(String account, String region, String roleArn, String ofKind) implements Serializable {

        /** Creates the target of Lambda functions. */
        public PollTarget(String account, String region, String roleArn) {
            this(account, region, roleArn, "");
        }

        public PollTarget {
            if (!AwsNames.isAccount(account) || !AwsNames.isRegion(region)) {
                throw new IllegalArgumentException("a poll target needs an account of 12 digits and a region");
            }
        }

        /** Creates the targets of an account and region, one for each kind of resource. */
        public static Stream<PollTarget> all(String account, String region, String roleArn) {
            return ResourceKind.all().stream().map(kind -> new PollTarget(account, region, roleArn, kind.name()));
        }

        ResourceKind kind() {
            return ResourceKind.ofName(ofKind);
        }

        /** Returns the split's id: {@code account|region}, and the kind if it is not Lambda. */
        public String id() {
            return account + '|' + region + (ofKind.isEmpty() ? "" : '|' + ofKind);
        }
    }
}

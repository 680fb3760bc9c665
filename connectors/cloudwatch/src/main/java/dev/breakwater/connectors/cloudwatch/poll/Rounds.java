package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when a round begins, which minutes it covers, and which functions it reads. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** The share of the month's remaining money that reading the history may use. */
    private static final double SHARE_FOR_THE_PAST = 0.5;

    /** After a start, every function is read until the feed is at most this many minutes behind the present. */
    private static final int NEARLY_THERE = 2;

    private static final int A_DAY = 24 * 60;

    /** The pause before the next try if the money is used up. */
    private static final long LATER_MILLIS = 5_000;

    private final PollSettings settings;
    private final MoneyBudget money;
    private final Cadence cadence;
    private long ids;
    private boolean catchingUp = true;
    private long notBefore; // epoch ms

    Rounds(PollSettings settings, MoneyBudget money) {
        this.settings = settings;
        this.money = money;
        cadence = new Cadence(settings);
    }

    /**
     * @param range the minutes of the round
     * @param due   the functions that the round reads, by split
     */
    record Opening(PollRange range, Map<WatchedSplit, List<String>> due) {}

    /** Returns the minutes to request from a split that is behind the other splits. */
    PollRange back(long next, long nowMillis) {
        long to = Math.min(newest(nowMillis), next + settings.timing().windowMinutes() - 1);
        return new PollRange(next, next, Math.max(next, to));
    }

    /** Returns the newest minute to request. */
    long newest(long nowMillis) {
        return Math.floorDiv(nowMillis - settings.timing().settleSeconds() * 1000L, 60_000L) - 1;
    }

    /** Returns the first minute of a feed that begins when this minute is the newest. */
    long start(long newest) {
        return newest - Math.max(0, Math.min(settings.bootstrapMinutes(), PollSettings.KEPT) - 1);
    }

    /** Returns a new round, or null if it is too early or there is not enough money now. */
    Opening open(long next, List<WatchedSplit> splits, long nowMillis) {
        if (nowMillis < notBefore) {
            return null;
        }
        long newest = newest(nowMillis);
        long from =
                next == 0 ? affordable(start(newest), newest, splits) : Math.max(next, newest - PollSettings.KEPT + 1);
        if (newest < from + settings.everyMinutes() - 1) {
            return null;
        }
        PollRange range = new PollRange(
                from, from, Math.min(newest, from + settings.timing().windowMinutes() - 1));
        catchingUp = catchingUp && range.to() - from > NEARLY_THERE || isWorthAll(range, newest, splits);
        if (catchingUp) {
            return new Opening(range, everybody(splits));
        }
        Map<WatchedSplit, List<String>> due = cadence.due(splits, range, money);
        if (due == null) {
            notBefore = nowMillis + LATER_MILLIS;
            return null;
        }
        return new Opening(range, due);
    }

    /** Returns the part of a round that belongs to one split. A repeated query does not cost more. */
    SplitRound round(WatchedSplit split, PollRange range, List<String> due, long oldest) {
        long from = range.next() - settings.timing().overlapMinutes();
        for (String function : due) {
            from = Math.min(from, split.functions.get(function).seenTo);
        }
        return new SplitRound(++ids, split, range.startingAt(Math.min(Math.max(from, oldest), range.next())), due);
    }

    /** Updates the estimates with a finished round. */
    void learn(SplitRound round) {
        cadence.learn(round.detailMetrics(), round.detailed());
    }

    /** Returns the number of minutes of awake functions for which the next round comes too late. */
    long missed(SplitRound round) {
        long missed = 0;
        for (FunctionMemory f : round.split().functions.values()) {
            boolean late = f.seenTo > 0 && f.seenTo < round.range().from();
            if (late && round.isDue(f.name()) && !f.sleeps(f.seenTo)) {
                missed += round.range().from() - f.seenTo;
            }
        }
        return missed;
    }

    /**
     * Returns whether to read every function for a range of many minutes. The savings or the money for these minutes
     * must be enough.
     */
    private boolean isWorthAll(PollRange range, long newest, List<WatchedSplit> splits) {
        if (!range.catchesUp()) {
            return false;
        }
        long cost = 0;
        for (WatchedSplit split : splits) {
            cost += Cadence.PER_REGION + (long) Cadence.PER_FUNCTION * split.functions.size();
        }
        boolean paid = cost <= Math.max(money.spare(), money.perMinute() * range.minutes());
        return paid || newest - range.next() >= A_DAY;
    }

    private static Map<WatchedSplit, List<String>> everybody(List<WatchedSplit> splits) {
        Map<WatchedSplit, List<String>> due = new HashMap<>();
        splits.forEach(split -> due.put(split, List.copyOf(split.functions.keySet())));
        return due;
    }

    /** Returns the first minute of the history that its share of the money pays for. */
    private long affordable(long start, long newest, List<WatchedSplit> splits) {
        long perWindow = 0;
        for (WatchedSplit split : splits) {
            perWindow += Cadence.PER_REGION + (long) MetricQuery.METRICS * split.functions.size();
        }
        long windows = (long) (money.left() * SHARE_FOR_THE_PAST / Math.max(1, perWindow));
        long minutes = windows * settings.timing().windowMinutes();
        if (newest - start + 1 > Math.max(1, minutes)) {
            LOG.warn("the month's money is enough to read {} of {} minutes of the past", minutes, newest - start + 1);
            return newest - Math.max(1, minutes) + 1;
        }
        return start;
    }

    /**
     * The minutes of one round.
     *
     * @param from the first requested minute; minutes before the first new minute were requested earlier
     * @param next the first minute that is new to the feed
     * @param to the last minute, inclusive
     */
    record PollRange(long from, long next, long to) {
        /**
         * A round with more new minutes than this is catching up. A round that catches up reads every function,
         * whatever the function's period is.
         */
        static final int LIVE = PollSettings.Budget.RAREST;

        boolean catchesUp() {
            return to - next >= LIVE;
        }

        long minutes() {
            return to - from + 1;
        }

        PollRange startingAt(long minute) {
            return new PollRange(minute, next, to);
        }
    }
}

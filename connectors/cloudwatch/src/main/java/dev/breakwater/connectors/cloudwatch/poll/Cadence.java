package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which functions a live round reads. The money for a minute first pays for reading every function at the
 * longest period. The remaining money pays for more frequent reads of the most expensive functions. A sleeping function
 * is read every ten minutes, because the region's total shows when the function wakes.
 */
final class Cadence {
    /** The number of metrics of a function in one read. The number is a high estimate. */
    static final int PER_FUNCTION = MetricQuery.ALWAYS.size() + 1;

    /** The metrics that are read for a region. */
    static final int PER_REGION = MetricQuery.REGION.size();

    private static final int[] PERIODS = {1, 2, 3, 5, 8};
    private static final int YOUNG_MINUTES = 60;
    private static final int SLEEPERS_WHEN_POOR = 60;
    private static final int PATIENCE_MINUTES = 5;
    private static final double CALL_MILLIS = 100; // a refused call counts as this many milliseconds of running

    private static final double LEARNING = 0.2;

    private final PollSettings settings;
    /** The additional metrics that are read for a function that was called. */
    private double details = PER_FUNCTION - 1;

    Cadence(PollSettings settings) {
        this.settings = settings;
    }

    /** Updates, from a round, how often the two optional metrics were needed. */
    void learn(long metrics, long functions) {
        if (functions > 0) {
            details += LEARNING * ((double) metrics / functions - details);
        }
    }

    /**
     * Returns the names of the functions to read, by split. Returns null if waiting for more money is better, because a
     * round costs the same for one minute and for several.
     *
     * @param range the minutes of the round
     * @param money the money for it
     */
    Map<WatchedSplit, List<String>> due(List<WatchedSplit> splits, PollRange range, MoneyBudget money) {
        long to = range.to();
        double regions = (double) PER_REGION * splits.size();
        double spare = money.spare() - regions;
        if (spare < 0) {
            return null;
        }
        List<Ranked> ranked = rank(splits, to);
        assignPeriods(ranked, money.perMinute() - regions / settings.everyMinutes());
        ranked.removeIf(r -> !r.due(to));
        double cost = 0;
        for (Ranked r : ranked) {
            cost += r.cost(r.period, details);
        }
        if (cost > spare && to - range.next() < PATIENCE_MINUTES) {
            return null;
        }
        // functions that are about to leave the late window come first, because their minutes would be lost
        ranked.sort(Comparator.comparing(r -> r.asleep || to - r.memory.seenTo < PollSettings.Budget.RAREST));
        return within(ranked, spare, splits);
    }

    private Map<WatchedSplit, List<String>> within(List<Ranked> ranked, double money, List<WatchedSplit> splits) {
        Map<WatchedSplit, List<String>> due = new HashMap<>();
        splits.forEach(split -> due.put(split, new ArrayList<>()));
        double spare = money;
        for (Ranked r : ranked) {
            spare -= r.cost(r.period, details);
            if (spare < 0) {
                break;
            }
            due.get(r.split).add(r.memory.name());
        }
        return due;
    }

    private List<Ranked> rank(List<WatchedSplit> splits, long to) {
        List<Ranked> ranked = new ArrayList<>();
        for (WatchedSplit split : splits) {
            for (FunctionMemory f : split.functions.values()) {
                boolean young = f.bornAt > 0 && to - f.bornAt < YOUNG_MINUTES && f.activeAt > 0;
                double load = f.since(MetricRole.MILLISECONDS, to - FunctionMemory.RECENT)
                        + CALL_MILLIS * f.since(MetricRole.REFUSALS, to - FunctionMemory.RECENT);
                ranked.add(new Ranked(split, f, young ? Double.MAX_VALUE : load, f.sleeps(to)));
            }
        }
        // the busiest functions first and sleeping functions last; equal functions by name, so that a restart changes
        // nothing
        ranked.sort(Comparator.comparing((Ranked r) -> r.asleep)
                .thenComparing(r -> -r.load)
                .thenComparing(r -> r.memory.name()));
        return ranked;
    }

    private void assignPeriods(List<Ranked> ranked, double perMinute) {
        double left = perMinute - rarest(ranked, settings.budget().sleepEveryMinutes());
        if (left < 0) {
            // there is not enough money to read all functions, so sleeping functions are covered only by the region's
            // total
            left = perMinute - rarest(ranked, SLEEPERS_WHEN_POOR);
        }
        for (Ranked r : ranked) {
            if (r.asleep || left <= 0) {
                return;
            }
            for (int period : PERIODS) {
                double more = r.cost(period, details) / period - r.cost(r.period, details) / r.period;
                if (period >= settings.everyMinutes() && period < r.period && more <= left) {
                    left -= more;
                    r.period = period;
                    break;
                }
            }
        }
    }

    /** Gives every function the longest period, and returns the cost of one minute. */
    private double rarest(List<Ranked> ranked, int sleepers) {
        double cost = 0;
        for (Ranked r : ranked) {
            r.period = Math.max(settings.everyMinutes(), r.asleep ? sleepers : PollSettings.Budget.RAREST);
            cost += r.cost(r.period, details) / r.period;
        }
        return cost;
    }

    private static final class Ranked {
        private final WatchedSplit split;
        private final FunctionMemory memory;
        private final double load;
        private final boolean asleep;
        private int period;

        Ranked(WatchedSplit split, FunctionMemory memory, double load, boolean asleep) {
            this.split = split;
            this.memory = memory;
            this.load = load;
            this.asleep = asleep;
        }

        /**
         * Returns the average number of metrics in one poll of a function. The poll covers the function's calls and, if
         * it was called since the last poll, the other metrics.
         */
        double cost(int every, double details) {
            return 1 + details * Math.min(1, memory.activeShare() * every);
        }

        /**
         * Returns the minute within its period at which a function is read; different minutes spread the reads evenly.
         */
        boolean due(long to) {
            int phase = Math.floorMod(memory.name().hashCode(), period);
            return Math.floorDiv(to + phase, period) > Math.floorDiv(memory.seenTo - 1 + phase, period);
        }
    }
}

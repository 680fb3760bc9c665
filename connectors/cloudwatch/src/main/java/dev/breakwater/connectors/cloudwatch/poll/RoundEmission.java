package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Emits the results of a round minute by minute over all splits. Each step emits one minute of one function. After a
 * restore between two steps, the feed asks again and emits exactly the values that were not emitted yet.
 */
final class RoundEmission {
    private final PollRange range;
    private final ArrivalClock clock;
    private final int late;
    private final List<SplitRound> rounds;
    private final List<WatchedSplit> without;
    private final List<Part> parts = new ArrayList<>();
    private long minute;
    private int part;
    private boolean begun;
    private boolean returnedTold;

    /**
     * @param late the number of minutes that a sample may be behind the clock
     * @param rounds the splits whose results are complete or partial
     * @param without the splits that the round skips
     */
    RoundEmission(PollRange range, ArrivalClock clock, int late, List<SplitRound> rounds, List<WatchedSplit> without) {
        this.range = range;
        this.clock = clock;
        this.late = late;
        this.rounds = rounds;
        this.without = without;
        minute = range.next();
        for (SplitRound round : rounds) {
            minute = Math.min(minute, round.range().from());
            for (Map.Entry<String, MetricQuery.Series[]> answer :
                    round.questions().answers().entrySet()) {
                FunctionMemory memory = round.split().memory(answer.getKey());
                if (memory != null) {
                    parts.add(new Part(round.split().target, memory, answer.getValue()));
                }
            }
        }
        if (clock.minute() != ArrivalClock.NONE) {
            // older samples are late and therefore not used
            minute = Math.max(minute, clock.minute() - late);
        }
    }

    /** Emits the next step. Returns false at the end of the round. */
    boolean step(FeedRecord.Output out) {
        if (!returnedTold) {
            returnedTold = true;
            rounds.forEach(round -> tellReturned(round, out));
        }
        while (minute <= range.to()) {
            if (!begun) {
                begun = true;
                if (minute >= range.next() && minute > clock.minute()) {
                    clock.reach(minute, out);
                    return true;
                }
            }
            while (part < parts.size()) {
                Part next = parts.get(part++);
                if (next.emit(minute, clock, out)) {
                    return true;
                }
            }
            tellGaps(out);
            part = 0;
            begun = false;
            minute++;
        }
        return false;
    }

    /** Returns the first minute that is not completely emitted. */
    long next() {
        return Math.max(range.next(), minute);
    }

    /** Stores the results after everything was emitted. */
    void finish() {
        for (SplitRound round : rounds) {
            for (String function : round.questions().answers().keySet()) {
                FunctionMemory memory = round.split().memory(function);
                if (memory != null && round.whole(function)) {
                    memory.seenTo = Math.max(
                            memory.seenTo, Math.min(range.to(), round.range().to()) + 1);
                }
            }
        }
    }

    /** Reports the unknown minutes of a split, before the split's first new sample. */
    private void tellReturned(SplitRound round, FeedRecord.Output out) {
        WatchedSplit split = round.split();
        if (split.gapFrom > 0 && !without.contains(split)) {
            long known = Math.max(round.range().from(), clock.minute() - late);
            clock.gap(split.target.account(), split.target.region(), split.gapFrom, known - 1, out);
            split.gapFrom = 0;
        }
    }

    private void tellGaps(FeedRecord.Output out) {
        if (minute < range.next()) {
            return;
        }
        for (WatchedSplit split : without) {
            if (split.gapFrom == 0) {
                split.gapFrom = minute;
            }
            clock.gap(split.target.account(), split.target.region(), split.gapFrom, minute, out);
        }
        for (SplitRound round : rounds) {
            if (round.questions().gaveUp() && minute == range.to()) {
                PollTarget target = round.split().target;
                clock.gap(target.account(), target.region(), range.next(), minute, out);
            }
        }
    }

    /** Emits the new and changed values of one function, and remembers these values. */
    private record Part(PollTarget target, FunctionMemory memory, MetricQuery.Series[] series) {
        private static final MetricRole[] METRICS = MetricRole.values();

        /** Emits one minute. Returns false if the minute has no new values. */
        boolean emit(long minute, ArrivalClock clock, FeedRecord.Output out) {
            boolean some = false;
            boolean callsChanged = false;
            for (int i = 0; i < series.length; i++) {
                MetricRole metric = METRICS[i];
                double value = series[i] == null ? Double.NaN : series[i].at(minute);
                // the count of a duration sample is the number of calls, so it changes with that number
                boolean changed =
                        memory.isNews(metric, minute, value) || metric == MetricRole.MILLISECONDS && callsChanged;
                boolean idle = value == 0 && Double.isNaN(memory.get(metric, minute)) && MetricQuery.onDemand(metric);
                if (Double.isNaN(value) || !changed || idle) {
                    continue;
                }
                memory.put(metric, minute, value);
                callsChanged |= metric == MetricRole.CALLS;
                some = true;
                say(metric, minute, value, clock, out);
            }
            return some;
        }

        private void say(MetricRole metric, long minute, double value, ArrivalClock clock, FeedRecord.Output out) {
            if (!(value >= 0) || Double.isInfinite(value)) {
                clock.take(reject(metric, minute, value), out);
                return;
            }
            boolean active =
                    metric == MetricRole.CALLS || metric == MetricRole.REFUSALS || metric == MetricRole.CONCURRENCY;
            if (value > 0 && active) {
                memory.activeAt = Math.max(memory.activeAt, minute);
            }
            clock.take(sample(metric, minute, value), out);
        }

        /** Only one statistic is requested, and the others are derived from it. */
        private Datapoint sample(MetricRole metric, long minute, double value) {
            double count = switch (metric) {
                case CONCURRENCY, UNRESERVED_CONCURRENCY -> 1;
                // the count is the number of calls, or one if that number is still unknown
                case MILLISECONDS -> Math.max(1, orZero(memory.get(MetricRole.CALLS, minute)));
                default -> value;
            };
            double max = switch (metric) {
                case CONCURRENCY, UNRESERVED_CONCURRENCY -> value;
                case MILLISECONDS -> value / count;
                default -> Math.min(1, value);
            };
            return new Datapoint(target.account(), target.region(), memory.name(), metric, minute, count, value, max);
        }

        private Reject reject(MetricRole metric, long minute, double value) {
            String what =
                    target.kind().metric(metric) + " of " + memory.name() + " in minute " + minute + " is " + value;
            String file = "cloudwatch:" + target.account() + "/" + target.region();
            return new Reject(file, 0, RejectReason.BAD_VALUE, what, 0, "", "", 1, false);
        }

        private static double orZero(double value) {
            return Double.isNaN(value) ? 0 : value;
        }
    }
}

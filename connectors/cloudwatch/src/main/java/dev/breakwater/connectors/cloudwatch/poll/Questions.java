package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The queries of one split in a round: queries to send, queries that were answered, and queries to repeat. */
final class Questions {
    private static final int MOST_IN_FLIGHT = 4;

    /**
     * The number of tries before an unanswered query is given up. The tries together take seven seconds, or four
     * minutes for queries about the past.
     */
    private static final int TRIES = 4;

    private static final int TRIES_FOR_THE_PAST = 10;

    private final PollRange range;
    private final ResourceKind kind;
    private final Deque<MetricQuery> pending = new ArrayDeque<>();
    private final Map<MetricQuery, Integer> tries = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final TreeMap<String, MetricQuery.Series[]> answers = new TreeMap<>();
    private int inFlight;
    private int failures;
    private long failingSince; // epoch ms, 0 if no call fails
    private long retryAt;
    private boolean gaveUp;

    Questions(PollRange range, ResourceKind kind) {
        this.range = range;
        this.kind = kind;
    }

    void ask(String function, List<MetricRole> metrics) {
        for (MetricRole metric : metrics) {
            if (kind.has(metric)) {
                pending.add(new MetricQuery(function, metric));
                open.merge(function, 1, Integer::sum);
            }
        }
    }

    /** Returns whether every query was answered or given up. */
    boolean settled() {
        return pending.isEmpty() && inFlight == 0;
    }

    /** Returns whether every query about a function was answered. */
    boolean answered(String function) {
        return open.getOrDefault(function, 0) == 0;
    }

    /** Returns whether a query was given up. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Returns the time since which all calls have failed, in epoch ms, or 0 if calls do not fail. */
    long failingSince() {
        return failingSince;
    }

    /**
     * Returns the answers by function ("" for the region) and by the metric's ordinal. An answer is null if CloudWatch
     * sent none.
     */
    TreeMap<String, MetricQuery.Series[]> answers() {
        return answers;
    }

    MetricQuery.Series answer(String function, MetricRole metric) {
        MetricQuery.Series[] of = answers.get(function);
        return of == null ? null : of[metric.ordinal()];
    }

    boolean ready(long nowMillis) {
        return !pending.isEmpty() && inFlight < MOST_IN_FLIGHT && nowMillis >= retryAt;
    }

    /** Returns the largest number of metrics that the next call may request. */
    int nextSize() {
        return Math.min(pending.size(), MetricsApi.DataCall.queriesFor(range.minutes()));
    }

    /**
     * Returns the next call. All metrics of a function are in one call. Call this method only if the method {@link
     * #ready} allows it.
     */
    MetricsApi.DataCall next() {
        int most = MetricsApi.DataCall.queriesFor(range.minutes());
        List<MetricQuery> queries = new ArrayList<>(Math.min(most, pending.size()));
        while (!pending.isEmpty() && (queries.isEmpty() || queries.size() + group() <= most)) {
            String function = pending.peek().function();
            do {
                queries.add(pending.poll());
            } while (queries.size() < most
                    && !pending.isEmpty()
                    && pending.peek().function().equals(function));
        }
        inFlight++;
        return new MetricsApi.DataCall(range.from(), range.to() + 1, queries);
    }

    /** Accepts an answer. Missing parts of the answers are requested again later. */
    void take(Fetch.Result result, long nowMillis) {
        inFlight--;
        for (MetricQuery.Series series : result.series()) {
            MetricQuery query = series.query();
            MetricQuery.Series[] of =
                    answers.computeIfAbsent(query.function(), f -> new MetricQuery.Series[MetricQuery.metrics(f)]);
            of[query.metric().ordinal()] = series;
            open.merge(query.function(), -1, Integer::sum);
        }
        pending.addAll(result.unanswered());
        if (!result.series().isEmpty() || result.failure() == null) {
            failingSince = 0;
        } else if (failingSince == 0) {
            failingSince = nowMillis;
        }
        again(result, nowMillis);
    }

    private void again(Fetch.Result result, long nowMillis) {
        if (result.unanswered().isEmpty()) {
            failures = 0;
            return;
        }
        failures++;
        retryAt = nowMillis + AwsFailure.backoffMillis(failures, result.failure());
        if (!result.cutShort()) {
            // an answer without the query counts as a failed try; a failed call does not count
            result.unanswered().forEach(query -> tries.merge(query, 1, Integer::sum));
        }
        int enough = range.catchesUp() ? TRIES_FOR_THE_PAST : TRIES;
        if (inFlight == 0 && pending.stream().allMatch(query -> tries.getOrDefault(query, 0) >= enough)) {
            gaveUp = true;
            pending.clear();
        }
    }

    /** Returns how many of the first pending queries belong to the same function. */
    private int group() {
        String function = pending.peek().function();
        int size = 0;
        for (MetricQuery query : pending) {
            if (!query.function().equals(function)) {
                break;
            }
            size++;
        }
        return size;
    }
}

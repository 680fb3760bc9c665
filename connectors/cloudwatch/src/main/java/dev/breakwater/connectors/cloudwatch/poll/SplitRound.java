package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.LambdaMetric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One split's part of a round: first the region, then the calls of the functions that are due, then the rest of those that
 * were called; then, if the region shows more calls than those, the functions asleep. Hands out calls to CloudWatch, takes
 * answers, asks again what was not answered.
 */
final class SplitRound {
    private static final int MOST_IN_FLIGHT = 4;
    /** A query that CloudWatch does not answer is given up after seven seconds, but the past gets four minutes. */
    private static final int TRIES = 4;

    private static final int TRIES_FOR_THE_PAST = 10;

    private enum Stage {
        REGION,
        CALLS,
        DETAILS,
        WAKE,
        AWOKEN,
        DONE
    }

    private final long id;
    private final WatchedSplit split;
    private final PollRange range;
    private final Set<String> due;
    private final Deque<MetricQuery> pending = new ArrayDeque<>();
    private final Map<MetricQuery, Integer> tries = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final TreeMap<String, Series[]> answers = new TreeMap<>();
    private Stage stage = Stage.REGION;
    private List<String> woken = List.of();
    private long detailMetrics;
    private long detailed;
    private int inFlight;
    private int failures;
    private long failingSince; // epoch ms, 0: not failing
    private long retryAt;
    private boolean gaveUp;

    SplitRound(long id, WatchedSplit split, PollRange range, List<String> due) {
        this.id = id;
        this.split = split;
        this.range = range;
        this.due = new HashSet<>(due);
        ask("", MetricQuery.ALWAYS);
        ask("", MetricQuery.ON_DEMAND);
    }

    long id() {
        return id;
    }

    WatchedSplit split() {
        return split;
    }

    PollRange range() {
        return range;
    }

    boolean done() {
        return stage == Stage.DONE;
    }

    boolean gaveUp() {
        return gaveUp;
    }

    boolean isDue(String function) {
        return due.contains(function);
    }

    /** How many metrics it asked for beyond the calls. */
    long detailMetrics() {
        return detailMetrics;
    }

    /** Of how many functions it asked for more than the calls. */
    long detailed() {
        return detailed;
    }

    /** When it began to fail without any answer since, epoch ms; 0 if it does not. */
    long failingSince() {
        return failingSince;
    }

    /** Answers by function, "" for the region; by metric's ordinal, null where none. */
    TreeMap<String, Series[]> answers() {
        return answers;
    }

    Series answer(String function, LambdaMetric metric) {
        Series[] of = answers.get(function);
        return of == null ? null : of[metric.ordinal()];
    }

    /** Whether all that has to be asked of a function was answered. */
    boolean whole(String function) {
        return asked.contains(function) && open.getOrDefault(function, 0) == 0;
    }

    boolean ready(long nowMillis) {
        return !pending.isEmpty() && inFlight < MOST_IN_FLIGHT && nowMillis >= retryAt;
    }

    /** How many metrics the next call asks for. */
    int nextSize() {
        return Math.min(pending.size(), DataCall.queriesFor(range.minutes()));
    }

    /** The next call; all metrics of a function are in one. Only when {@link #ready}. */
    DataCall next() {
        int most = DataCall.queriesFor(range.minutes());
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
        return new DataCall(range.from(), range.to() + 1, queries);
    }

    /** Takes an answer; what it leaves out is asked again later. */
    void take(PollResult result, long nowMillis) {
        inFlight--;
        for (Series series : result.series()) {
            String function = series.query().function();
            answers.computeIfAbsent(function, f -> new Series[MetricQuery.METRICS])[
                    series.query().metric().ordinal()] = series;
            open.merge(function, -1, Integer::sum);
        }
        pending.addAll(result.unanswered());
        if (!result.cutShort()) {
            result.unanswered().forEach(query -> tries.merge(query, 1, Integer::sum));
        }
        if (!result.series().isEmpty() || result.failure() == null) {
            failingSince = 0;
        } else if (failingSince == 0) {
            failingSince = nowMillis;
        }
        if (result.unanswered().isEmpty()) {
            failures = 0;
        } else {
            failures++;
            retryAt = nowMillis + Backoff.millis(failures, result.failure());
            if (result.failure() == null && inFlight == 0 && stubborn()) {
                giveUp();
            }
        }
    }

    /** Goes on to what is to be asked next, if all so far is answered. */
    void advance(MoneyBudget money, WakeMemory wakes, int wakeCalls) {
        while (pending.isEmpty() && inFlight == 0 && stage != Stage.DONE) {
            stage = Stage.values()[stage.ordinal() + 1];
            switch (stage) {
                case CALLS -> askCalls();
                case DETAILS -> askDetails(due);
                case WAKE -> askSleepers(money, wakes, wakeCalls);
                case AWOKEN -> askAwoken(wakes);
                default -> {}
            }
        }
    }

    private void askCalls() {
        // who is refused every call has no calls
        boolean throttles = regionMayHave(LambdaMetric.THROTTLES);
        List<LambdaMetric> metrics = throttles
                ? List.of(LambdaMetric.INVOCATIONS, LambdaMetric.THROTTLES)
                : List.of(LambdaMetric.INVOCATIONS);
        for (String function : split.functions.keySet()) {
            if (due.contains(function)) {
                ask(function, metrics);
                asked.add(function);
            }
        }
    }

    /** Of those with calls that are new; true if there are any. */
    private boolean askDetails(Collection<String> functions) {
        List<LambdaMetric> metrics =
                new ArrayList<>(List.of(LambdaMetric.DURATION, LambdaMetric.CONCURRENT_EXECUTIONS));
        for (LambdaMetric metric : List.of(LambdaMetric.ERRORS, LambdaMetric.RECURSIVE_INVOCATIONS_DROPPED)) {
            if (regionMayHave(metric)) {
                metrics.add(metric);
            }
        }
        boolean some = false;
        for (String function : functions) {
            Series calls = answer(function, LambdaMetric.INVOCATIONS);
            if (calls != null && News.in(calls, split.functions.get(function))) {
                some = true;
                detailed++;
                detailMetrics += metrics.size();
                ask(function, metrics);
            }
        }
        return some;
    }

    private void askSleepers(MoneyBudget money, WakeMemory wakes, int wakeCalls) {
        if (range.catchesUp()) {
            return;
        }
        double unexplained = Wake.unexplained(this);
        if (unexplained <= wakeCalls || !wakes.worthAsking(unexplained, range.to())) {
            return;
        }
        List<String> sleepers = Wake.sleepers(this);
        wakes.asked(unexplained, range.to());
        if (money.spares(sleepers.size())) {
            woken = sleepers;
            woken.forEach(f -> ask(f, List.of(LambdaMetric.INVOCATIONS)));
        }
    }

    private void askAwoken(WakeMemory wakes) {
        for (String function : woken) {
            Series calls = answer(function, LambdaMetric.INVOCATIONS);
            // where minutes before these are missing, it has to be asked again for all
            if (calls != null && calls.total() > 0 && split.functions.get(function).seenTo >= range.from()) {
                asked.add(function);
                ask(function, List.of(LambdaMetric.THROTTLES));
            }
        }
        if (askDetails(woken)) {
            wakes.found();
        }
    }

    /** A region whose total has no calls at all is not one to believe when it says that there are no errors. */
    private boolean regionMayHave(LambdaMetric metric) {
        Series calls = answer("", LambdaMetric.INVOCATIONS);
        Series series = answer("", metric);
        return calls == null || calls.total() == 0 || series == null || series.total() > 0;
    }

    private void ask(String function, List<LambdaMetric> metrics) {
        for (LambdaMetric metric : metrics) {
            pending.add(new MetricQuery(function, metric));
        }
        open.merge(function, metrics.size(), Integer::sum);
    }

    /** How many of the first pending queries are of one function. */
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

    private boolean stubborn() {
        int enough = range.catchesUp() ? TRIES_FOR_THE_PAST : TRIES;
        return pending.stream().allMatch(query -> tries.getOrDefault(query, 0) >= enough);
    }

    private void giveUp() {
        gaveUp = true;
        pending.clear();
    }
}

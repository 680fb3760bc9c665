package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.Rounds.PollRange;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of a round that belongs to one split. A round first asks for the region's metrics, then for the calls of the
 * functions that are due, and then for the other metrics of functions that had calls. If the region had more calls than
 * these functions, the round also requests sleeping functions.
 */
final class SplitRound {
    private enum Stage {
        REGION,
        CALLS,
        DETAILS,
        WAKE,
        AWOKEN,
        DONE
    }

    private static final double SLACK = 1.5;

    private final long id;
    private final WatchedSplit split;
    private final PollRange range;
    private final Set<String> due;
    private final Questions questions;
    private final Set<String> asked = new HashSet<>();
    private Stage stage = Stage.REGION;
    private List<String> woken = List.of();
    private long detailMetrics;
    private long detailed;

    SplitRound(long id, WatchedSplit split, PollRange range, List<String> due) {
        this.id = id;
        this.split = split;
        this.range = range;
        this.due = new HashSet<>(due);
        questions = new Questions(range, split.target.kind());
        questions.ask("", MetricQuery.REGION);
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

    Questions questions() {
        return questions;
    }

    boolean done() {
        return stage == Stage.DONE;
    }

    boolean isDue(String function) {
        return due.contains(function);
    }

    /** Returns whether every query about a function was answered. */
    boolean whole(String function) {
        return asked.contains(function) && questions.answered(function);
    }

    /** Returns the number of requested metrics other than calls. */
    long detailMetrics() {
        return detailMetrics;
    }

    /** Returns the number of functions for which more metrics than calls were requested. */
    long detailed() {
        return detailed;
    }

    /** Continues with the next queries if all earlier queries are answered. */
    void advance(MoneyBudget money, WakeMemory wakes, int wakeCalls) {
        while (questions.settled() && stage != Stage.DONE) {
            stage = Stage.values()[stage.ordinal() + 1];
            switch (stage) {
                case CALLS -> askCalls();
                case DETAILS -> {
                    askDetails(due);
                    askRunning(wakeCalls);
                }
                case WAKE -> askSleepers(money, wakes, wakeCalls);
                case AWOKEN -> askAwoken(wakes);
                default -> {}
            }
        }
    }

    private void askCalls() {
        // if all calls of a function are refused, it has no calls that run
        List<MetricRole> metrics = regionMayHave(MetricRole.REFUSALS)
                ? List.of(MetricRole.CALLS, MetricRole.REFUSALS)
                : List.of(MetricRole.CALLS);
        for (String function : split.functions.keySet()) {
            if (due.contains(function)) {
                questions.ask(function, metrics);
                asked.add(function);
            }
        }
    }

    /**
     * Requests the other metrics of functions that have new calls. Returns whether there were functions with new calls.
     */
    private boolean askDetails(Collection<String> functions) {
        List<MetricRole> metrics = new ArrayList<>(List.of(MetricRole.MILLISECONDS, MetricRole.CONCURRENCY));
        for (MetricRole metric : List.of(MetricRole.ERRORS, MetricRole.LOOPS_DROPPED)) {
            if (regionMayHave(metric)) {
                metrics.add(metric);
            }
        }
        boolean some = false;
        for (String function : functions) {
            MetricQuery.Series calls = questions.answer(function, MetricRole.CALLS);
            if (calls != null && split.functions.get(function).hasNews(calls)) {
                some = true;
                detailed++;
                detailMetrics += metrics.size();
                questions.ask(function, metrics);
            }
        }
        return some;
    }

    /**
     * Requests concurrency, because calls that have not ended show only in this metric. The request covers functions
     * without new calls that recently had more instances than calls. If the region has many unexplained instances, the
     * request covers all functions.
     */
    private void askRunning(int wakeCalls) {
        boolean many = !range.catchesUp() && running() > wakeCalls;
        for (String function : due) {
            FunctionMemory f = split.functions.get(function);
            MetricQuery.Series calls = questions.answer(function, MetricRole.CALLS);
            if (calls == null || f.hasNews(calls)) {
                continue;
            }
            if (many || f.runs(range.next())) {
                detailMetrics++;
                questions.ask(function, List.of(MetricRole.CONCURRENCY));
            }
        }
    }

    /**
     * Returns the number of the region's instances in the newest minute that its functions do not explain. Functions
     * with a reservation are not counted.
     */
    private double running() {
        MetricQuery.Series region = questions.answer("", MetricRole.UNRESERVED_CONCURRENCY);
        double left = region == null ? 0 : zeroIfNone(region.at(range.to()));
        for (FunctionMemory f : split.functions.values()) {
            left -= f.newest(MetricRole.CONCURRENCY) * SLACK;
        }
        return left;
    }

    private void askSleepers(MoneyBudget money, WakeMemory wakes, int wakeCalls) {
        if (range.catchesUp()) {
            return;
        }
        double unexplained = Math.max(unexplained(), running());
        if (unexplained <= wakeCalls || !wakes.worthAsking(unexplained, range.to())) {
            return;
        }
        List<String> sleepers = sleepers();
        wakes.asked(unexplained, range.to());
        if (money.spares(sleepers.size())) {
            woken = sleepers;
            boolean running = running() > wakeCalls;
            List<MetricRole> metrics =
                    running ? List.of(MetricRole.CALLS, MetricRole.CONCURRENCY) : List.of(MetricRole.CALLS);
            woken.forEach(f -> questions.ask(f, metrics));
        }
    }

    /** Returns the functions that this round does not read because they are probably asleep. */
    private List<String> sleepers() {
        List<String> asleep = new ArrayList<>();
        for (FunctionMemory f : split.functions.values()) {
            if (!isDue(f.name()) && f.sleeps(range.to())) {
                asleep.add(f.name());
            }
        }
        return asleep;
    }

    /**
     * Returns the calls in the newest minute that did not come from the functions that were read. Calls of other
     * functions show that another function is awake. The region's total costs one metric, however many functions there
     * are.
     */
    private double unexplained() {
        long minute = range.to();
        MetricQuery.Series region = questions.answer("", MetricRole.CALLS);
        double total = region == null ? 0 : zeroIfNone(region.at(minute));
        for (FunctionMemory f : split.functions.values()) {
            MetricQuery.Series own = questions.answer(f.name(), MetricRole.CALLS);
            if (own != null) {
                total -= zeroIfNone(own.at(minute));
            } else if (!f.sleeps(minute)) {
                total -= SLACK * f.newest(MetricRole.CALLS);
            }
        }
        return total;
    }

    private static double zeroIfNone(double value) {
        return Double.isNaN(value) ? 0 : value;
    }

    private void askAwoken(WakeMemory wakes) {
        for (String function : woken) {
            MetricQuery.Series calls = questions.answer(function, MetricRole.CALLS);
            // if earlier minutes are missing, the query is repeated for all minutes
            if (calls != null && calls.total() > 0 && split.functions.get(function).seenTo >= range.from()) {
                asked.add(function);
                questions.ask(function, List.of(MetricRole.REFUSALS));
            }
        }
        if (askDetails(woken)) {
            wakes.found();
        }
    }

    /**
     * Returns whether functions of the region may have values of this metric. A total of zero is not trusted if the
     * total of calls is also zero.
     */
    private boolean regionMayHave(MetricRole metric) {
        MetricQuery.Series calls = questions.answer("", MetricRole.CALLS);
        MetricQuery.Series series = questions.answer("", metric);
        return calls == null || calls.total() == 0 || series == null || series.total() > 0;
    }

    /**
     * Stops repeated reads of sleeping functions that did not make the unexplained calls. The record of these reads is
     * not in the checkpoint.
     */
    static final class WakeMemory {
        private static final int PATIENCE_MINUTES = 10;
        private static final double MORE = 1.5;

        private double fruitless;
        private long fruitlessAt;
        private boolean lookForNew;

        boolean worthAsking(double unexplained, long minute) {
            return unexplained > MORE * fruitless || minute - fruitlessAt >= PATIENCE_MINUTES;
        }

        /**
         * Records that sleeping functions were read. If none of these functions made the calls, an unknown function may
         * have made them.
         */
        void asked(double unexplained, long minute) {
            fruitless = unexplained;
            fruitlessAt = minute;
            lookForNew = true;
        }

        void found() {
            fruitless = 0;
            fruitlessAt = 0;
            lookForNew = false;
        }

        /** Returns whether to search for new functions now. Returns true only once. */
        boolean takeLookForNew() {
            boolean look = lookForNew;
            lookForNew = false;
            return look;
        }
    }
}

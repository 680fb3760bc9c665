package dev.breakwater.engine.observe;

import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.kind.Pricing;
import dev.breakwater.model.kind.Pricing.Doubt;
import dev.breakwater.model.kind.Pricing.Reports;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Joins the samples of a function into clean, priced minutes. A sample replaces an earlier sample of the same metric
 * and minute, so a duplicate changes nothing. Billed values of platform reports are summed. Plausible billed values
 * make the cost exact.
 *
 * @param kind    the kind of the function
 * @param pricing the function's pricing, which is used only when a minute is decided
 */
public record MinuteJoin(MinuteWindow w, ResourceKind kind, Supplier<Pricing> pricing) {

    /** Creates the join for a Lambda function with known prices. */
    public MinuteJoin(MinuteWindow w, Pricing pricing) {
        this(w, ResourceKind.lambda(), () -> pricing);
    }

    /** How many minutes to wait for a minute's missing metrics before the minute is decided without them. */
    public static final int PATIENCE = 2;

    /** Reports alone do not decide a minute, because only metrics show concurrency and refused calls. */
    private static final int REPORTED = Stream.of(MetricRole.values())
            .filter(MetricRole::isReported)
            .mapToInt(MetricRole::bit)
            .sum();

    /** Reports are used early only for minutes that are at most this many minutes before or after the feed's minute. */
    private static final int AHEAD = 8;

    private static final double UNIT_GAIN = .02;

    /**
     * The cap for the cost of a minute, 100,000 USD. No function can cost that much. The cap prevents one absurd sample
     * from overflowing a month's sums.
     */
    static final long MOST_NANO = 100_000 * (long) NanoUsd.PER_USD;
    /**
     * The cap for the cost of a call: 1 USD. The most expensive call runs for 15 minutes with 10 GB and costs 0.15 USD.
     */
    private static final double MOST_NANO_PER_CALL = NanoUsd.PER_USD;

    /**
     * Adds a sample.
     *
     * @return the minute if it is complete or has changed, and earlier minutes whose running calls are now known
     */
    public List<Observation> take(Sample s) {
        int i = open(s.minute());
        if (i < 0) return List.of();
        w.lastArrival = Math.max(w.lastArrival, s.arrivalMinute());
        w.silentFrom = s.silentFrom();
        w.silentTo = s.silentTo();
        boolean changed = put(i, s);
        // while calls are refused, a minute without their number would look calm
        boolean complete = has(i, kind.complete()) && (!w.refuses() || has(i, MetricRole.REFUSALS.bit()));
        if (w.decided[i] == 0 ? !complete : !changed) return List.of();
        return decided(i, s.function(), s.arrivalMinute());
    }

    private boolean has(int i, int metrics) {
        return (w.seen[i] & metrics) == metrics;
    }

    /** Decides an incomplete minute whose missing metrics are no longer expected. */
    public List<Observation> due(long minute, FunctionKey function) {
        int i = w.slot(minute);
        if (w.minute[i] != minute || w.decided[i] > 0 || (w.seen[i] & ~REPORTED) == 0) return List.of();
        return decided(i, function, minute + PATIENCE);
    }

    /**
     * Decides a minute. If the decided minute shows how many calls of earlier minutes are still running, those minutes
     * are decided again.
     */
    private List<Observation> decided(int i, FunctionKey function, long arrivalMinute) {
        w.newestDecided = Math.max(w.newestDecided, w.minute[i]);
        List<Long> changed =
                w.mayRun() ? new RunningCalls(w, pricing.get().timeoutMs()).estimate(w.newestDecided) : List.of();
        List<Observation> minutes = new ArrayList<>();
        for (long m : changed) {
            int other = w.slot(m);
            if (other != i && w.decided[other] > 0) minutes.add(decide(other, function, arrivalMinute));
        }
        minutes.add(decide(i, function, arrivalMinute));
        return minutes;
    }

    /**
     * Minutes that are known only from platform reports and starts, in order, with lower bounds of their calls and
     * cost. The list is empty unless an early minute has more calls than every recently decided minute. The list is
     * also empty if a report is not plausible.
     */
    public List<Observation> early(FunctionKey function, long arrivalMinute) {
        if (!w.reportsExceed()) return List.of();
        List<Observation> minutes = new ArrayList<>();
        for (long m = arrivalMinute - AHEAD; m <= arrivalMinute + AHEAD; m++) {
            int i = w.slot(m);
            if (!w.waits(m) || w.reported(i) == 0) continue;
            if (!pricing.get().possible(reports(i))) return List.of();
            minutes.add(early(i, function, arrivalMinute));
        }
        return minutes;
    }

    private Observation early(int i, FunctionKey function, long arrivalMinute) {
        double millis = w.reportedMb[i] > 0 ? w.billedMbMs[i] / w.reportedMb[i] : 0;
        double calls = w.reported(i);
        // running calls count with the usual cost of a call, so that a surge of long calls is visible before they end
        double running = (calls - w.billedCalls[i]) * w.unitNano;
        long cost = Math.round(Math.min(MOST_NANO, pricing.get().at(0).nano(reports(i)) + running));
        return new Observation(
                function,
                w.minute[i],
                arrivalMinute,
                w.silentFrom,
                w.silentTo,
                Math.round(calls),
                0,
                0,
                0,
                Math.round(millis * 1000),
                millis / DataMinute.MILLIS,
                cost,
                cost,
                Observation.EARLY);
    }

    /**
     * The slot of a minute, which is cleared if it held an older minute. The value is -1 if it holds a newer minute.
     */
    private int open(long minute) {
        int i = w.slot(minute);
        if (w.minute[i] > minute) return -1;
        if (w.minute[i] < minute) {
            w.minute[i] = minute;
            w.seen[i] = 0;
            w.decided[i] = 0;
            w.invocations[i] = w.durationMs[i] = w.durationCount[i] = w.concurrency[i] = 0;
            w.throttles[i] = w.errors[i] = w.loopsDropped[i] = 0;
            w.running[i] = w.runningMs[i] = 0;
            w.billedMbMs[i] = w.billedCalls[i] = w.highestMbMs[i] = w.reportedMb[i] = w.startedCalls[i] = 0;
        }
        return i;
    }

    private boolean put(int i, Sample s) {
        if (s.metric() == MetricRole.BILLED_MEGABYTE_MILLISECONDS) {
            w.billedMbMs[i] += s.value();
            w.billedCalls[i] += s.count();
            w.seen[i] |= s.metric().bit();
            return s.count() > 0;
        }
        if (s.metric() == MetricRole.STARTED_CALLS) {
            w.startedCalls[i] += s.count();
            w.seen[i] |= s.metric().bit();
            return false;
        }
        if (s.metric().isReported()) {
            double[] most = s.metric() == MetricRole.HIGHEST_REPORT ? w.highestMbMs : w.reportedMb;
            most[i] = Math.max(most[i], s.value());
            w.seen[i] |= s.metric().bit();
            // reported memory is only used to check the billed values, which arrive later
            return false;
        }
        double[] target = switch (s.metric()) {
            case CALLS -> w.invocations;
            case MILLISECONDS -> w.durationMs;
            case CONCURRENCY -> w.concurrency;
            case REFUSALS -> w.throttles;
            case ERRORS -> w.errors;
            case LOOPS_DROPPED -> w.loopsDropped;
            default -> throw new IllegalStateException(s.metric() + " is no metric of a function, or is handled above");
        };
        boolean changed = target[i] != s.value() || (w.seen[i] & s.metric().bit()) == 0 && s.value() != 0;
        target[i] = s.value();
        if (s.metric() == MetricRole.MILLISECONDS) w.durationCount[i] = s.count();
        w.seen[i] |= s.metric().bit();
        return changed;
    }

    private Observation decide(int i, FunctionKey function, long arrivalMinute) {
        double ended = (w.seen[i] & MetricRole.CALLS.bit()) != 0 ? w.invocations[i] : w.durationCount[i];
        boolean timed = (w.seen[i] & MetricRole.MILLISECONDS.bit()) != 0 || !kind.has(MetricRole.MILLISECONDS);
        // without the minute's concurrency, it is unknown which calls ran on provisioned instances
        boolean counted = (w.seen[i] & MetricRole.CONCURRENCY.bit()) != 0;
        Pricing prices = pricing.get().at(counted ? w.concurrency[i] : Double.POSITIVE_INFINITY);
        double known = Math.min(MOST_NANO, timed ? price(prices, i, ended) : ended * w.unitNano);
        if (timed && ended > 0) {
            double unit = Math.min(MOST_NANO_PER_CALL, known / ended);
            w.unitNano = w.unitNano == 0 ? unit : w.unitNano + (unit - w.unitNano) * UNIT_GAIN;
        }
        double refused = w.throttles[i] * (ended > 0 && timed ? known / ended : w.unitNano);
        double running = w.running[i] == 0 ? 0 : prices.nano(w.running[i], w.runningMs[i]);
        double cost = Math.min(MOST_NANO, known + running);
        return new Observation(
                function,
                w.minute[i],
                arrivalMinute,
                w.silentFrom,
                w.silentTo,
                Math.round(ended + w.running[i]),
                Math.round(w.throttles[i]),
                Math.round(w.errors[i]),
                Math.round(w.loopsDropped[i]),
                Math.round((w.durationMs[i] + w.runningMs[i]) * 1000),
                w.concurrency[i],
                Math.round(cost),
                Math.round(Math.min(MOST_NANO, cost + refused)),
                w.decided[i]++);
    }

    private double price(Pricing prices, int i, double invocations) {
        return w.billedCalls[i] == 0
                ? prices.nano(invocations, w.durationMs[i])
                : prices.nano(invocations, w.durationMs[i], reports(i));
    }

    private Reports reports(int i) {
        return new Reports(w.billedMbMs[i], w.billedCalls[i], w.highestMbMs[i], w.reportedMb[i]);
    }

    /**
     * Why the platform reports of a decided minute were doubted. The reason is NONE if the reports were believed, or if
     * there were no reports.
     */
    public Doubt doubt(Observation o) {
        int i = w.slot(o.minute());
        boolean priced = w.billedCalls[i] > 0 && (w.seen[i] & MetricRole.MILLISECONDS.bit()) != 0;
        return priced ? pricing.get().doubt(reports(i), o.invocations(), w.durationMs[i]) : Doubt.NONE;
    }

    /**
     * Estimates how many calls are running. Lambda's metrics count a call only when it ends. Such a call counts in the
     * minute of its start, which may be 15 minutes earlier. Concurrency, however, includes a running call. If ended
     * calls cannot explain all of a minute's concurrency, the rest comes from running calls. The estimate is the least
     * possible number. The estimate assumes that each call began in the last possible minute, and that the call ran
     * only for the complete minutes after that.
     *
     * <p>Short calls with a late metric must not look like running calls. A call therefore counts only if concurrency
     * shows the call in three minutes and the function's timeout is at least three minutes.
     */
    record RunningCalls(MinuteWindow w, long timeoutMs) {

        private static final int LONGEST = 15;
        private static final int LASTING = 3;
        private static final double MINUTE_MS = 60_000;

        /**
         * Estimates running calls up to the newest decided minute, and stores the result.
         *
         * @return the minutes whose estimate changed, oldest first
         */
        List<Long> estimate(long newest) {
            long reach = Math.min(LONGEST, (timeoutMs + 59_999) / 60_000);
            if (reach < LASTING) return List.of();
            List<Long> changed = new ArrayList<>();
            double least = Double.POSITIVE_INFINITY;
            int told = 0;
            double before = 0;
            long from = newest - reach;
            double[] there = new double[(int) reach + 1];
            for (long m = newest; m >= from; m--) {
                if (!known(m)) continue;
                least = Math.min(least, unexplained(m));
                if (least == 0) break;
                if (++told >= LASTING) there[(int) (m - from)] = least;
            }
            w.someRun = false;
            for (long m = from; m <= newest; m++) {
                double began = Math.max(0, there[(int) (m - from)] - before);
                before += began;
                if (write(m, began, newest - m - 1)) changed.add(m);
            }
            return changed;
        }

        private boolean write(long minute, double calls, long minutes) {
            int i = w.slot(minute);
            if (w.minute[i] != minute) return false;
            double ms = calls * Math.min(minutes * MINUTE_MS, timeoutMs);
            w.someRun |= calls > 0;
            if (w.running[i] == calls && w.runningMs[i] == ms) return false;
            w.running[i] = calls;
            w.runningMs[i] = ms;
            return true;
        }

        private boolean known(long minute) {
            int i = w.slot(minute);
            return w.minute[i] == minute && (w.seen[i] & MetricRole.CONCURRENCY.bit()) != 0;
        }

        /** The highest concurrency of a minute, minus all ended calls that may have run in that minute. */
        private double unexplained(long minute) {
            double left = w.concurrency[w.slot(minute)];
            for (long m = minute; left > 0 && m > minute - LONGEST - 2; m--) left -= reaching(m, minute - m);
            return Math.max(0, Math.floor(left));
        }

        /** How many of a minute's ended calls may still have been running the given number of minutes later. */
        private double reaching(long minute, long later) {
            double calls = w.ended(minute);
            if (calls == 0 || later < 2) return calls;
            return Math.min(calls, w.durationMs[w.slot(minute)] / ((later - 1) * MINUTE_MS));
        }
    }
}

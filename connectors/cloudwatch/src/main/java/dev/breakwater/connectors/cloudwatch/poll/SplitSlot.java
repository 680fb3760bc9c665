package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsNames;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.SafeText;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A split with its unfinished work: its part of a round, its listing and its state. The checkpoint does not contain
 * unfinished work.
 */
final class SplitSlot {
    private static final Logger LOG = LoggerFactory.getLogger(SplitSlot.class);
    private static final long FAILING_MILLIS = 60_000;

    final WatchedSplit split;
    final SplitRound.WakeMemory wakes = new SplitRound.WakeMemory();
    private final PollSettings settings;
    private final CallRate rate;
    private final PollMetrics figures;
    SplitRound round;
    /** True if the other splits do not wait for this split. */
    boolean absent;

    long retryAt;
    private boolean listing;
    private long listAt;
    private int listFailures;
    private boolean warned;
    private boolean warnedOfFailure;

    SplitSlot(WatchedSplit split, PollSettings settings, CallRate rate, PollMetrics figures) {
        this.split = split;
        this.settings = settings;
        this.figures = figures;
        this.rate = rate;
    }

    /** Starts all work of the split that may start now. */
    void start(long nowMillis, boolean fresh, MoneyBudget money, Consumer<Fetch.Request> to) {
        if (wakes.takeLookForNew()) {
            listAt = Math.min(listAt, nowMillis);
        }
        if (!listing && nowMillis >= listAt && rate.take(nowMillis)) {
            listing = true;
            to.accept(new Fetch.Request(split.target, 0, !fresh, null));
        }
        while (round != null
                && round.questions().ready(nowMillis)
                && money.affords(round.questions().nextSize())
                && rate.take(nowMillis)) {
            MetricsApi.DataCall call = round.questions().next();
            if (round.range().catchesUp()) {
                money.chargeForThePast(call.queries().size());
            } else {
                money.charge(call.queries().size());
            }
            to.accept(new Fetch.Request(split.target, round.id(), false, call));
        }
    }

    /** Accepts the result of a listing. */
    void takeListing(Fetch.Result result, long nowMillis, boolean first, long minute) {
        listing = false;
        account(result, 0);
        for (String function : result.functions()) {
            if (!AwsNames.isFunction(function)) {
                figures.badNames++;
                LOG.debug("not a function's name: {}", SafeText.escape(function, 120));
            } else if (!split.add(split.target.kind().named(function), first, minute)) {
                figures.functionsLeftOut++;
            }
        }
        if (result.failure() == null) {
            split.listed = true;
            listFailures = 0;
            listAt = nowMillis + settings.timing().discoveryMinutes() * 60_000L;
            if (warned && absent && round == null) {
                retryAt = nowMillis;
            }
        } else {
            listFailures++;
            listAt = nowMillis + AwsFailure.backoffMillis(listFailures, result.failure());
            refused(result.failure(), "cloudwatch:ListMetrics", nowMillis);
        }
    }

    /** Accepts data if the split still needs it. */
    void takeData(Fetch.Result result, long nowMillis, MoneyBudget money) {
        int more = (result.calls() - 1) * result.request().data().queries().size();
        money.charge(more);
        account(result, result.metrics());
        if (round == null || round.id() != result.request().round()) {
            return;
        }
        round.questions().take(result, nowMillis);
        if (result.failure() == null) {
            warned = false;
            warnedOfFailure = false;
        } else {
            refused(result.failure(), "cloudwatch:GetMetricData", nowMillis);
        }
    }

    /** Lets the other splits continue without this split for now. */
    void passOver(long retryAtMillis) {
        absent = true;
        round = null;
        retryAt = retryAtMillis;
    }

    private void refused(AwsFailure failure, String permission, long nowMillis) {
        if (failure.outcome() != Outcome.DENIED) {
            warnOfFailure(failure, nowMillis);
            return;
        }
        if (!warned) {
            warned = true;
            LOG.warn(
                    "{} is refused for account {} in {}, so its functions are not watched until it is granted; "
                            + "the next try is in 15 minutes ({})",
                    permission,
                    split.target.account(),
                    split.target.region(),
                    failure.text());
        }
        figures.denials++;
        if (!split.listed || !permission.endsWith("ListMetrics")) {
            passOver(nowMillis + AwsFailure.DENIED_MILLIS);
        }
    }

    private void warnOfFailure(AwsFailure failure, long nowMillis) {
        long since = round == null ? 0 : round.questions().failingSince();
        if (since > 0 && nowMillis - since >= FAILING_MILLIS && !warnedOfFailure) {
            warnedOfFailure = true;
            LOG.warn(
                    "CloudWatch has not answered for account {} in {} for {} s: {}",
                    split.target.account(),
                    split.target.region(),
                    (nowMillis - since) / 1000,
                    failure.text());
        }
    }

    private void account(Fetch.Result result, int metrics) {
        rate.owe(result.calls() - 1);
        figures.calls += result.calls();
        figures.metrics += metrics;
        figures.failures += result.failure() == null ? 0 : 1;
        figures.askedAgain += result.unanswered().size();
    }

    /**
     * Limits the number of calls per second. A burst may use the calls of one second. If a call has several pages, the
     * calls for further pages are counted afterwards.
     */
    static final class CallRate {
        private final double perMilli;
        private final double most;
        private double left;
        private long asOf;

        CallRate(int perSecond) {
            perMilli = perSecond / 1000.0;
            most = perSecond;
            left = most;
        }

        /** Uses up one call, if one is allowed now. */
        boolean take(long nowMillis) {
            if (asOf != 0) {
                left = Math.min(most, left + Math.max(0, nowMillis - asOf) * perMilli);
            }
            asOf = nowMillis;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        /** Counts calls that were already made. */
        void owe(int calls) {
            left -= calls;
        }
    }
}

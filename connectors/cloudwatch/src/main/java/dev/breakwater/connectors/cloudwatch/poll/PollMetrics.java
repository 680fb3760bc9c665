package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counters and gauges of polling since the reader began. The task thread writes the counters, and any thread may read
 * them. If there is too little money, a warning is logged once.
 */
final class PollMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(PollMetrics.class);

    /** Calls to CloudWatch, including calls for further pages. */
    volatile long calls;
    /** Metrics that were requested with GetMetricData, for which CloudWatch charges. */
    volatile long metrics;
    /** Calls that failed. */
    volatile long failures;
    /** Calls that were refused because a permission is missing. */
    volatile long denials;
    /** Queries that were not answered and are repeated. */
    volatile long askedAgain;
    /** Functions that were left out because one account and region has too many. */
    volatile long functionsLeftOut;
    /** Listed names that are not valid names of functions. */
    volatile long badNames;
    /** Minutes in which the feed continued without an account and region, summed over all accounts and regions. */
    volatile long minutesWithout;
    /**
     * Minutes of awake functions that were not read in time, because money was short or the functions were found late.
     */
    volatile long minutesMissed;
    /** USD spent in this calendar month. */
    volatile double spentUsd;
    /** USD a month, at the rate of the last hour. */
    volatile double usdPerMonth;
    /** Functions watched. */
    volatile int functions;
    /** Accounts and regions without which the feed continues. */
    volatile int absent;
    /** The time since the end of the newest emitted minute, in seconds. */
    volatile long lagSeconds;

    private boolean broke;

    /** Registers the counters and gauges with Flink's metrics. */
    void register(MetricGroup group) {
        group.gauge("breakwater_poll_calls_total", () -> calls);
        group.gauge("breakwater_poll_metrics_total", () -> metrics);
        group.gauge("breakwater_poll_failures_total", () -> failures);
        group.gauge("breakwater_poll_denials_total", () -> denials);
        group.gauge("breakwater_poll_asked_again_total", () -> askedAgain);
        group.gauge("breakwater_poll_functions_left_out_total", () -> functionsLeftOut);
        group.gauge("breakwater_poll_bad_names_total", () -> badNames);
        group.gauge("breakwater_poll_minutes_without_total", () -> minutesWithout);
        group.gauge("breakwater_poll_minutes_missed_total", () -> minutesMissed);
        group.gauge("breakwater_poll_spent_usd", () -> spentUsd);
        group.gauge("breakwater_poll_rate_usd_per_month", () -> usdPerMonth);
        group.gauge("breakwater_poll_functions", () -> functions);
        group.gauge("breakwater_poll_absent_splits", () -> absent);
        group.gauge("breakwater_poll_lag_seconds", () -> lagSeconds);
    }

    /** Minutes of functions that polling read too late. */
    void missed(long minutes) {
        if (minutes > 0 && minutesMissed == 0) {
            LOG.warn(
                    "some functions are read too late, and their minutes stay unknown, because the money for "
                            + "polling is too little"
                            + " for {} functions",
                    functions);
        }
        minutesMissed += minutes;
    }

    void show(List<SplitSlot> slots, MoneyBudget money, long arrivalMinute, long nowMillis) {
        boolean spent = !money.affords(Cadence.PER_REGION);
        if (spent && !broke) {
            LOG.warn("the month's money for polling is spent, so polling stops until the next month begins");
        }
        broke = spent;
        spentUsd = money.spentUsd();
        usdPerMonth = money.usdPerMonth();
        functions = slots.stream().mapToInt(slot -> slot.split.functions.size()).sum();
        absent = (int) slots.stream().filter(slot -> slot.absent).count();
        lagSeconds = arrivalMinute == ArrivalClock.NONE ? 0 : nowMillis / 1000 - (arrivalMinute + 1) * 60;
    }
}

package dev.breakwater.connectors.cloudwatch.poll;

import org.apache.flink.metrics.MetricGroup;

/** {@link PollFigures} in Flink's metrics. */
final class PollMetrics {
    private PollMetrics() {}

    static void register(MetricGroup group, PollFigures figures) {
        group.gauge("breakwater_poll_calls_total", () -> figures.calls);
        group.gauge("breakwater_poll_metrics_total", () -> figures.metrics);
        group.gauge("breakwater_poll_failures_total", () -> figures.failures);
        group.gauge("breakwater_poll_denials_total", () -> figures.denials);
        group.gauge("breakwater_poll_asked_again_total", () -> figures.askedAgain);
        group.gauge("breakwater_poll_functions_left_out_total", () -> figures.functionsLeftOut);
        group.gauge("breakwater_poll_bad_names_total", () -> figures.badNames);
        group.gauge("breakwater_poll_minutes_without_total", () -> figures.minutesWithout);
        group.gauge("breakwater_poll_minutes_missed_total", () -> figures.minutesMissed);
        group.gauge("breakwater_poll_spent_usd", () -> figures.spentUsd);
        group.gauge("breakwater_poll_rate_usd_per_month", () -> figures.usdPerMonth);
        group.gauge("breakwater_poll_functions", () -> figures.functions);
        group.gauge("breakwater_poll_absent_splits", () -> figures.absent);
        group.gauge("breakwater_poll_lag_seconds", () -> figures.lagSeconds);
    }
}

package dev.breakwater.connectors.cloudwatch;

/** One valid sample as read: names checked, minute floored, the statistics as in {@link FeedRecord}. */
public record Sample(
        String account,
        String region,
        String function,
        LambdaMetric metric,
        long minute,
        double count,
        double sum,
        double max) {}

package dev.breakwater.connectors.cloudwatch;

/**
 * One valid sample, with checked names.
 *
 * @param account  12 digits
 * @param region   for example {@code eu-west-1}
 * @param function the function's name, "" for the whole region
 * @param metric   the metric
 * @param minute   floor(epoch seconds / 60)
 * @param count    the statistic SampleCount
 * @param sum      the statistic Sum
 * @param max      the statistic Maximum
 */
public record Datapoint(
        String account,
        String region,
        String function,
        LambdaMetric metric,
        long minute,
        double count,
        double sum,
        double max) {}

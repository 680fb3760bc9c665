package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.model.MetricRole;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query for one metric of a resource per minute. The statistic is Maximum for concurrency and Sum for all other
 * metrics. CloudWatch charges for each query.
 *
 * @param function the resource, or "" for the whole region
 * @param metric   the metric, in the namespace of the resource's kind
 */
public record MetricQuery(String function, MetricRole metric) {

    /** The metrics that every poll of a function requests. These metrics are enough to judge a function's minute. */
    static final List<MetricRole> ALWAYS = List.of(MetricRole.CALLS, MetricRole.MILLISECONDS, MetricRole.CONCURRENCY);

    /**
     * The optional metrics. These metrics are requested only if the region's total is above zero, because zeros have no
     * effect.
     */
    static final List<MetricRole> ON_DEMAND = List.of(MetricRole.REFUSALS, MetricRole.ERRORS, MetricRole.LOOPS_DROPPED);

    /**
     * The metrics of a whole region. The region's calls show when a sleeping function wakes. The optional metrics of a
     * function are requested only if the region's are above zero. The region's unreserved concurrency shows how much
     * concurrency throttles may reserve.
     */
    static final List<MetricRole> REGION = Stream.concat(
                    Stream.of(MetricRole.CALLS, MetricRole.UNRESERVED_CONCURRENCY), ON_DEMAND.stream())
            .toList();

    /** The number of metrics of a function. The ordinals of these metrics begin at 0. */
    static final int METRICS = MetricRole.UNRESERVED_CONCURRENCY.ordinal();

    /** Returns the number of metrics of a function, or of a region (""), which has one metric more. */
    static int metrics(String function) {
        return function.isEmpty() ? METRICS + 1 : METRICS;
    }

    /** Returns the statistic's name in CloudWatch. */
    public String statistic() {
        return isMaximum(metric) ? "Maximum" : "Sum";
    }

    static boolean isMaximum(MetricRole metric) {
        return metric == MetricRole.CONCURRENCY || metric == MetricRole.UNRESERVED_CONCURRENCY;
    }

    /** Returns whether zeros of this metric have no effect. */
    static boolean onDemand(MetricRole metric) {
        return ON_DEMAND.contains(metric);
    }

    /**
     * One complete metric of one function over a range of minutes.
     *
     * @param query  the query
     * @param from   the minute of the first value
     * @param values the value of each minute; NaN if CloudWatch has no point
     */
    record Series(MetricQuery query, long from, double[] values) {

        /** Returns the value of a minute, or NaN if CloudWatch has no point. */
        double at(long minute) {
            long i = minute - from;
            return i < 0 || i >= values.length ? Double.NaN : values[(int) i];
        }

        /** Returns the sum of the values that CloudWatch has. */
        double total() {
            double sum = 0;
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    sum += value;
                }
            }
            return sum;
        }
    }
}

package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.model.MetricRole;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;

/**
 * The only access to CloudWatch, for one account in one region. Several threads may use the access at once. No call is
 * repeated here, because AWS charges or counts each call.
 */
public interface MetricsApi extends AutoCloseable {

    /**
     * Makes one call of ListMetrics, which returns resources that have the metric of calls.
     *
     * @param recent true: only functions with points in the last three hours; false: functions with points in the last
     *               two weeks
     * @param token  "" for the first page, otherwise the token of the last page
     */
    Answer<FunctionPage> listMetrics(boolean recent, String token);

    /**
     * Makes one call of GetMetricData. The id of each result is {@code q} and the query's index in the call.
     *
     * @param token "" for the first page, otherwise the token of the last page; if AWS no longer knows the token, the
     *     call fails with INVALID
     */
    Answer<GetMetricDataResponse> getMetricData(DataCall call, String token);

    @Override
    void close();

    /**
     * One page of ListMetrics.
     *
     * @param functions resources with the metric of calls, by AWS's names
     * @param nextToken the next page's token, or "" on the last page
     */
    record FunctionPage(List<String> functions, String nextToken) {}

    /**
     * The content of one GetMetricData call.
     *
     * @param from    first minute (epoch seconds / 60), inclusive
     * @param to      last minute, exclusive
     * @param queries 1..{@value #MOST_QUERIES}, and not more than {@value #MOST_POINTS} points in all
     */
    record DataCall(long from, long to, List<MetricQuery> queries) {
        /** The largest number of queries in a call. */
        public static final int MOST_QUERIES = 500;

        /** The largest number of points in an answer. With more points, CloudWatch would send several pages. */
        public static final int MOST_POINTS = 100_800;

        public DataCall {
            queries = List.copyOf(queries);
        }

        /** Returns how many queries, at least 1, fit into a call over that number of minutes. */
        static int queriesFor(long minutes) {
            return (int) Math.max(1, Math.min(MOST_QUERIES, MOST_POINTS / Math.max(1, minutes)));
        }
    }

    /** Opens the service on the machine of the source, so that the job graph contains no client or credentials. */
    interface Factory extends Serializable {

        /** @throws IllegalArgumentException when the endpoint is forbidden */
        MetricsApi open(PollTarget target);
    }

    /**
     * A query for one metric of a resource per minute. The statistic is Maximum for concurrency and Sum for all other
     * metrics. CloudWatch charges for each query.
     *
     * @param function the resource, or "" for the whole region
     * @param metric   the metric, in the namespace of the resource's kind
     */
    record MetricQuery(String function, MetricRole metric) {

        /**
         * The metrics that every poll of a function requests. These metrics are enough to judge a function's minute.
         */
        static final List<MetricRole> ALWAYS =
                List.of(MetricRole.CALLS, MetricRole.MILLISECONDS, MetricRole.CONCURRENCY);

        /**
         * The optional metrics. These metrics are requested only if the region's total is above zero, because zeros
         * have no effect.
         */
        static final List<MetricRole> ON_DEMAND =
                List.of(MetricRole.REFUSALS, MetricRole.ERRORS, MetricRole.LOOPS_DROPPED);

        /**
         * The metrics of a whole region. The region's calls show when a sleeping function wakes. The optional metrics
         * of a function are requested only if the region's are above zero. The region's unreserved concurrency shows
         * how much concurrency throttles may reserve.
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
}

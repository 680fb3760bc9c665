package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import java.io.Serializable;
import java.util.List;
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
}

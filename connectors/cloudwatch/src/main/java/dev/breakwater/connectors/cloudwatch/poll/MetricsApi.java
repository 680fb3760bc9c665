package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import java.io.Serializable;
import java.util.List;

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
     * Makes one call of GetMetricData.
     *
     * @param token "" for the first page, otherwise the token of the last page; if AWS no longer knows the token, the
     *     call fails with INVALID
     */
    Answer<DataPage> getMetricData(DataCall call, String token);

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
     * One page of an answer to {@link DataCall}.
     *
     * @param results   the values of some of the queries; a query may continue on the next page
     * @param nextToken the next page's token, "" on the last
     */
    record DataPage(List<Result> results, String nextToken) {

        /** The status of a query. */
        public enum Status {
            /** This page and the earlier pages together contain all of the query's data. */
            COMPLETE,
            /** More data follows. On the last page, this status means that CloudWatch did not find all data in time. */
            PARTIAL,
            /** CloudWatch failed on this query. */
            FAILED,
            /** The permission for this query is missing. */
            FORBIDDEN
        }

        /**
         * @param query   the query's index in the call
         * @param status  the query's status
         * @param minutes the times of the query's points (epoch seconds / 60)
         * @param values  the values of the query's points, one for each time
         */
        public record Result(int query, Status status, long[] minutes, double[] values) {}
    }

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

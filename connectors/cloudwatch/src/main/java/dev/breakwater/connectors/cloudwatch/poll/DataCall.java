package dev.breakwater.connectors.cloudwatch.poll;

import java.util.List;

/**
 * One GetMetricData.
 *
 * @param from    first minute (epoch seconds / 60), inclusive
 * @param to      last minute, exclusive
 * @param queries 1..{@value #MOST_QUERIES}, and not more than {@value #MOST_POINTS} points in all
 */
public record DataCall(long from, long to, List<MetricQuery> queries) {
    /** Queries in a call at most. */
    public static final int MOST_QUERIES = 500;

    /** Points in an answer at most; with more CloudWatch would page. */
    public static final int MOST_POINTS = 100_800;

    public DataCall {
        queries = List.copyOf(queries);
    }

    /** How many queries fit into a call over that many minutes, at least 1. */
    static int queriesFor(long minutes) {
        return (int) Math.max(1, Math.min(MOST_QUERIES, MOST_POINTS / Math.max(1, minutes)));
    }
}

package dev.breakwater.connectors.cloudwatch.poll;

import java.util.List;

/**
 * One page of an answer to {@link DataCall}.
 *
 * @param results   what it holds of some of the queries; one query may go on in the next page
 * @param nextToken the next page's token, "" on the last
 */
public record DataPage(List<Result> results, String nextToken) {

    /** How a query stands. */
    public enum Status {
        /** All of it is there, with this and earlier pages. */
        COMPLETE,
        /** More of it is to come, or, on the last page, was not found in time. */
        PARTIAL,
        /** CloudWatch failed on this one. */
        FAILED,
        /** No permission for this one. */
        FORBIDDEN
    }

    /**
     * @param query   its index in the call
     * @param status  how it stands
     * @param minutes of its points (epoch seconds / 60)
     * @param values  of its points, as many
     */
    public record Result(int query, Status status, long[] minutes, double[] values) {}
}

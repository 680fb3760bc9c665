package dev.breakwater.connectors.testkit.cloudwatch;

/**
 * What one page says of one query.
 *
 * @param id      of the query
 * @param status  Complete, PartialData, InternalError or Forbidden
 * @param minutes of its points, ascending
 * @param values  of its points
 */
public record Told(String id, String status, long[] minutes, double[] values) {}

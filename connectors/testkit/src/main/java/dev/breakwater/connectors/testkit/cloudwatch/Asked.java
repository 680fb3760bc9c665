package dev.breakwater.connectors.testkit.cloudwatch;

/**
 * One query of a GetMetricData.
 *
 * @param id       of the query
 * @param function "" for the region as a whole
 * @param metric   as CloudWatch calls it
 */
public record Asked(String id, String function, String metric) {}

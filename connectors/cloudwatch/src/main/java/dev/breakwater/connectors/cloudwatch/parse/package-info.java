/**
 * Bytes to samples: gzip, lines, and the JSON of CloudWatch Metric Streams, each bounded in memory. Bad input is an answer
 * with a reason, never an exception. Knows neither files nor Flink.
 */
package dev.breakwater.connectors.cloudwatch.parse;

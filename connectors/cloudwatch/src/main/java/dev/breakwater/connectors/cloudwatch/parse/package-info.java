/**
 * Turns bytes into samples: gzip, lines, and the JSON of CloudWatch Metric Streams. Each step uses bounded memory. Bad
 * input gives a result with a reason, never an exception. Knows neither files nor Flink.
 */
package dev.breakwater.connectors.cloudwatch.parse;

/**
 * Turns bytes into samples: gzip, lines, and the JSON of CloudWatch Metric Streams. Each step uses bounded memory. Bad
 * input gives a result with a reason, never an exception. This package does not use files or Flink.
 */
package dev.breakwater.connectors.cloudwatch.parse;

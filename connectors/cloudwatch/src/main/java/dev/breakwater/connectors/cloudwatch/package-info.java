/**
 * The feed of CloudWatch metric samples, with its records ({@link dev.breakwater.connectors.cloudwatch.FeedRecord}),
 * clock and rejects. The arrival minute is the newest data minute seen so far. This package depends on CloudWatch and
 * Flink. The packages below know where samples come from. This package knows neither where samples come from nor how
 * they are used.
 */
package dev.breakwater.connectors.cloudwatch;

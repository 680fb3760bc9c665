/**
 * The feed of CloudWatch metric samples, with its records ({@link dev.breakwater.connectors.cloudwatch.FeedRecord}),
 * clock and rejects. The arrival minute is the newest data minute seen so far. It depends on CloudWatch and Flink, but
 * not on the origin of samples (the packages below) or their use.
 */
package dev.breakwater.connectors.cloudwatch;

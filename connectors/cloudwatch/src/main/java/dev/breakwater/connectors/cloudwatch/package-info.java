/**
 * The feed of CloudWatch metric samples: its records ({@link dev.breakwater.connectors.cloudwatch.FeedRecord}), its
 * clock, and its rejects. The arrival minute is the newest data minute seen so far. Knows CloudWatch and Flink, neither
 * the origin of samples (the packages below) nor their use.
 */
package dev.breakwater.connectors.cloudwatch;

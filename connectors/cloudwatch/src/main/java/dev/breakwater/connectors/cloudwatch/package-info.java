/**
 * The feed of CloudWatch metric samples, with its records ({@link dev.breakwater.connectors.cloudwatch.FeedRecord}),
 * clock and rejects. The arrival minute is the newest data minute seen so far. This package depends on CloudWatch and
 * Flink. It does not know where samples come from (the packages below do) or what they are used for.
 */
package dev.breakwater.connectors.cloudwatch;

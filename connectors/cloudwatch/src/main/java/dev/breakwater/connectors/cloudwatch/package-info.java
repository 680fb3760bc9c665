/**
 * The feed of CloudWatch metric samples: what it says ({@link dev.breakwater.connectors.cloudwatch.FeedRecord}), its clock,
 * and what is refused. The arrival minute is the newest data minute seen so far. Knows CloudWatch and Flink, not where
 * samples come from (the packages below) and not what they are used for.
 */
package dev.breakwater.connectors.cloudwatch;

/**
 * Sources of CloudWatch metric samples: files of Metric Streams JSON, read in order. They know CloudWatch and Flink,
 * and nothing of what the samples are used for.
 */
package dev.breakwater.connectors.cloudwatch;

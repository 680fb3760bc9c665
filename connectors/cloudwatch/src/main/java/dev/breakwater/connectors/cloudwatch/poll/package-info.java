/**
 * Samples by asking CloudWatch: one split per account and region, one reader that merges them by the data minute. It
 * knows what it costs. All that is stateful lives on the task thread; the threads that call AWS only ask and answer.
 */
package dev.breakwater.connectors.cloudwatch.poll;

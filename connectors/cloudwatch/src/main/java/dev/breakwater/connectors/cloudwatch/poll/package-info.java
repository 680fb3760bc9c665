/**
 * Samples from polling CloudWatch. Each account and region is a split, and one reader merges them by data minute. It
 * knows what it costs. All state is on the task thread. The threads that call AWS only execute requests.
 */
package dev.breakwater.connectors.cloudwatch.poll;

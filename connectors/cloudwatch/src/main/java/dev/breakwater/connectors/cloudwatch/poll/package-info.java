/**
 * Samples from polling CloudWatch. Each account and region is a split, and one reader merges them by data minute.
 * Polling keeps its cost within a monthly amount. Only the task thread uses the state. The threads that call AWS only
 * execute requests.
 */
package dev.breakwater.connectors.cloudwatch.poll;

package dev.breakwater.connectors.cloudwatch;

/**
 * A sample that waits.
 *
 * @param sample  the sample
 * @param refusal what is said of it if it is refuted
 */
record Held(Sample sample, Reject refusal) {}

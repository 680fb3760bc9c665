package dev.breakwater.connectors.lambda.exposure;

/**
 * An event source mapping.
 *
 * @param sourceArn          empty for a self-managed Kafka
 * @param enabled            not disabled, and not on the way to it
 * @param maximumConcurrency or -1
 * @param failureArn         where failed records go, or empty
 */
public record SourceMapping(String sourceArn, boolean enabled, int maximumConcurrency, String failureArn) {}

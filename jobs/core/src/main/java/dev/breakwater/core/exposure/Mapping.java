package dev.breakwater.core.exposure;

/**
 * An event source mapping.
 *
 * @param sourceArn          what is polled; empty for a self-managed Kafka
 * @param enabled            whether it polls, or is about to
 * @param maximumConcurrency 2 to 1,000, or {@link Capacity#NONE}
 * @param failureArn         where records go that failed for good, or empty
 */
public record Mapping(String sourceArn, boolean enabled, int maximumConcurrency, String failureArn) {}

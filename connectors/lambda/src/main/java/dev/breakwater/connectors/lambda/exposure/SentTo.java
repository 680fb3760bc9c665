package dev.breakwater.connectors.lambda.exposure;

/**
 * A target to which Lambda sends the results of invocations.
 *
 * @param when {@code on success}, {@code on failure} or {@code dead letters}
 */
public record SentTo(String arn, String when) {}

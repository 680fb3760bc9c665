package dev.breakwater.connectors.lambda.exposure;

/**
 * Where Lambda sends what came of an invocation.
 *
 * @param when {@code on success}, {@code on failure} or {@code dead letters}
 */
public record SentTo(String arn, String when) {}

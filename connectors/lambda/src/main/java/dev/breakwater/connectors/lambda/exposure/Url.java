package dev.breakwater.connectors.lambda.exposure;

/**
 * A function URL.
 *
 * @param alias    whose it is, or empty
 * @param authType {@code NONE} or {@code AWS_IAM}, as AWS says it
 */
public record Url(String url, String alias, String authType) {}

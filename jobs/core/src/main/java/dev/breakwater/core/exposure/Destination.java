package dev.breakwater.core.exposure;

/**
 * Where Lambda itself sends what came of an invocation.
 *
 * @param arn  queue, topic, bus, bucket or function
 * @param when for people: {@code on success}, {@code on failure}, {@code dead letters}
 */
public record Destination(String arn, String when) {}

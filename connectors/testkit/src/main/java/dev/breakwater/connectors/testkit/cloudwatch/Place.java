package dev.breakwater.connectors.testkit.cloudwatch;

/** One account in one region. */
public record Place(String account, String region) {}

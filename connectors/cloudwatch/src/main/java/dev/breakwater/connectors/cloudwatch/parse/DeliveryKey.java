package dev.breakwater.connectors.cloudwatch.parse;

/** Names a delivery that {@code receive} landed, the same in each retry: half a hash. */
public record DeliveryKey(long high, long low) {}

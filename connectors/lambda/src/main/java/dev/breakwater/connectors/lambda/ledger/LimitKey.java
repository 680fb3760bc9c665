package dev.breakwater.connectors.lambda.ledger;

/**
 * The name of one limit: the reservation of a function, or the maximum or pause of an event source mapping that feeds it.
 *
 * @param lever   for example {@code reservation}, as files name it
 * @param mapping UUID of the event source mapping, empty for a reservation
 */
public record LimitKey(String account, String region, String function, String lever, String mapping) {}

package dev.breakwater.guard.wire;

/**
 * The most concurrency that the functions of an account and region without a reservation used in a minute.
 *
 * @param minute floor(epoch seconds / 60)
 * @param most   instances at once
 */
public record UnreservedUse(long minute, int most) {}

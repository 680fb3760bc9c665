package dev.breakwater.guard.wire;

/**
 * How much concurrency the functions of an account and region that have no reservation used at most in a minute.
 *
 * @param minute floor(epoch seconds / 60)
 * @param most   instances at once
 */
public record UnreservedUse(long minute, int most) {}

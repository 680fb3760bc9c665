package dev.breakwater.guard.wire;

/**
 * A message that functions are not watched because the feed has too many, or that all are watched again.
 *
 * @param raised    whether some are left out
 * @param functions number of such functions since the last full hour; at most 10,000 are distinguished
 * @param most      number of functions that are watched
 * @param at        epoch milliseconds, of the arrival minute
 */
public record Unwatched(boolean raised, int functions, int most, long at) {}

package dev.breakwater.guard.wire;

/**
 * A message that some functions are not watched because the feed has too many functions, or that all functions are
 * watched again.
 *
 * @param raised    true if functions are not watched, false if all are watched again
 * @param functions number of functions that were not watched since the last full hour, at most 10,000
 * @param most      number of functions that are watched
 * @param at        the arrival minute in epoch milliseconds
 */
public record Unwatched(boolean raised, int functions, int most, long at) {}

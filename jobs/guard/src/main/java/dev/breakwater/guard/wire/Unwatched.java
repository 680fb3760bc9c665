package dev.breakwater.guard.wire;

/**
 * Functions are left out because the feed has more than are kept, or none are any more.
 *
 * @param raised    whether some are left out
 * @param functions how many were met since the last full hour; at most 10,000 are distinguished
 * @param most      how many are kept
 * @param at        epoch milliseconds, of the arrival minute
 */
public record Unwatched(boolean raised, int functions, int most, long at) {}

package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * A tag of Breakwater that an inventory round saw on a function or mapping. A sighting can reveal an unknown limit, but
 * proves nothing about a known one.
 *
 * @param tag           value of the lease tag, or null
 * @param value         the limit as it was read
 * @param handsOffUntil epoch milliseconds until which the function's tag says to leave it alone, or 0
 * @param at            epoch milliseconds of the reading
 */
public record Sighting(
        String account,
        String region,
        String function,
        Lever lever,
        String tag,
        int value,
        long handsOffUntil,
        long at) {}

package dev.breakwater.model.function;

import org.jspecify.annotations.Nullable;

/**
 * A tag of Breakwater that an inventory round saw on a function or mapping. A tag that was seen can reveal an unknown
 * limit, but proves nothing about a known limit.
 *
 * @param tag           value of the lease tag, or null
 * @param value         the limit that was read with the tag
 * @param handsOffUntil the time until which the function's tag asks Breakwater to leave the function alone, epoch
 *     milliseconds, or 0
 * @param at            epoch milliseconds of the reading
 */
public record Sighting(
        String account,
        String region,
        String function,
        Lever lever,
        @Nullable String tag,
        int value,
        long handsOffUntil,
        long at) {}

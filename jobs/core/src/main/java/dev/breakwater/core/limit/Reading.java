package dev.breakwater.core.limit;

import java.util.Map;

/**
 * A limit as AWS showed it. It may describe any time from {@link Limits#STALE} before it began.
 *
 * @param exists        whether the function or mapping exists
 * @param value         the limit, {@link Limits#NONE}, or {@link Limits#UNREADABLE}
 * @param tag           value of the lease tag, or null if there is none
 * @param handsOffUntil epoch milliseconds until which its function's tag says to leave it alone, or 0
 * @param tags          all tags of the function, null if they were not read: they decide which policy it has
 * @param began         epoch milliseconds at which the reading began
 */
public record Reading(boolean exists, int value, String tag, long handsOffUntil, Map<String, String> tags, long began) {
    public static Reading missing(long began) {
        return new Reading(false, Limits.NONE, null, 0, null, began);
    }
}

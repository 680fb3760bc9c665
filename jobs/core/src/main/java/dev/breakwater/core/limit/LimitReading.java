package dev.breakwater.core.limit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a limit at AWS. A reading may show a state that is up to {@link Limits#STALE} older than the reading's
 * start.
 *
 * @param exists        whether the function or mapping exists
 * @param value         the limit, {@link Limits#NONE}, or {@link Limits#UNREADABLE}
 * @param tag           value of the lease tag, or null if there is none
 * @param handsOffUntil the time until which the function's tag asks Breakwater to leave the function alone, epoch
 *     milliseconds, or 0
 * @param tags          all tags of the function, which decide its policy; null if they were not read
 * @param began         epoch milliseconds at which the reading began
 */
public record LimitReading(
        boolean exists,
        int value,
        @Nullable String tag,
        long handsOffUntil,
        @Nullable Map<String, String> tags,
        long began) {
    public static LimitReading missing(long began) {
        return new LimitReading(false, Limits.NONE, null, 0, null, began);
    }
}

package dev.breakwater.model.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a limit at AWS. AWS does not promise that a write is visible at once, so a reading may show an earlier
 * state.
 *
 * @param exists        whether the function or event source mapping exists
 * @param value         the limit, {@link LimitValue#NONE}, or {@link LimitValue#UNREADABLE}
 * @param tag           value of the lease tag, or null if there is none
 * @param handsOffUntil the time until which the function's tag forbids limits, epoch milliseconds, or 0
 * @param tags          all tags of the function, which decide its policy; null if they were not read
 */
public record LimitReading(
        boolean exists,
        int value,
        @Nullable String tag,
        long handsOffUntil,
        @Nullable Map<String, String> tags) {

    /** The reading of a limit whose function or mapping does not exist. */
    public static final LimitReading MISSING = new LimitReading(false, LimitValue.NONE, null, 0, null);
}

package dev.breakwater.connectors.lambda.mark;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The tag on a function that a person released. No limit is set on the function until the tag's time. The tag is not a
 * limit and has no lease. A time in the past ends its effect, even if the ledger remembers a later time.
 */
public final class HandsOff {

    /** An ISO 8601 time. */
    public static final String TAG = "breakwater:hands-off-until";

    /** How long Breakwater leaves a function alone after a change by hand. */
    public static final Duration FOR = Duration.ofHours(24);

    /** Stands for a missing tag, or a value that is not a time. */
    public static final long NONE = -1;

    private HandsOff() {}

    /** Returns epoch milliseconds, or {@link #NONE}. */
    public static long until(Map<String, String> tags) {
        try {
            return Instant.parse(tags.getOrDefault(TAG, "")).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }

    /** Returns whether there is a tag whose time is over. */
    public static boolean isOver(long untilMillis, long nowMillis) {
        return untilMillis != NONE && untilMillis <= nowMillis;
    }

    public static Map<String, String> tags(long untilMillis) {
        return Map.of(TAG, Instant.ofEpochMilli(untilMillis).toString());
    }
}

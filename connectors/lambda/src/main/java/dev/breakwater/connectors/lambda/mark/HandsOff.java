package dev.breakwater.connectors.lambda.mark;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The tag on a function that a person released from a limit. No limit is set on the function until the tag's time. The
 * tag is not a limit and has no lease. A time in the past ends the tag's effect, even if the ledger contains a later
 * time.
 */
public final class HandsOff {

    /** An ISO 8601 time. */
    public static final String TAG = "breakwater:hands-off-until";

    /** The time for which Breakwater leaves a function alone after a person changed its limit. */
    public static final Duration FOR = Duration.ofHours(24);

    /** Stands for a tag that is missing, or whose value is not a time. */
    public static final long NONE = -1;

    private HandsOff() {}

    /** Returns the tag's time in epoch milliseconds, or {@link #NONE}. */
    public static long until(Map<String, String> tags) {
        try {
            return Instant.parse(tags.getOrDefault(TAG, "")).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }

    /** Returns whether the tag exists and its time is over. */
    public static boolean isOver(long untilMillis, long nowMillis) {
        return untilMillis != NONE && untilMillis <= nowMillis;
    }

    public static Map<String, String> tags(long untilMillis) {
        return Map.of(TAG, Instant.ofEpochMilli(untilMillis).toString());
    }
}

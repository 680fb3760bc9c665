package dev.breakwater.connectors.lambda;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/**
 * The tag on a function that says: a person let it go, no lever of it is pulled until then. No part of a mark: it stands
 * for no limit and has no lease.
 */
public final class HandsOff {

    /** An ISO 8601 time. */
    public static final String TAG = "breakwater:hands-off-until";

    /** There is no such tag, or one that is no time. */
    public static final long NONE = -1;

    private HandsOff() {}

    /** Epoch milliseconds, or {@link #NONE}. */
    public static long until(Map<String, String> tags) {
        try {
            return Instant.parse(tags.getOrDefault(TAG, "")).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }
}

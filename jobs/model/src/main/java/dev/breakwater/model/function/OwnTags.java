package dev.breakwater.model.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags that Breakwater writes on a function or event source mapping. */
public final class OwnTags {

    /** The lease tag. It shows that Breakwater set the limit, and how to undo it. {@link LeaseTag} reads it. */
    public static final String LEASE = "breakwater:lease";

    /**
     * The tag on a function that a person released from a limit. Its value is an ISO 8601 time, until which no limit is
     * set on the function. The tag is not a limit and has no lease. A time in the past ends the tag's effect, even if
     * the ledger contains a later time.
     */
    public static final String HANDS_OFF = "breakwater:hands-off-until";

    public static final List<String> KEYS = List.of(LEASE, HANDS_OFF);

    private OwnTags() {}

    /** Whether one of Breakwater's tags is among these tags. */
    public static boolean areIn(Map<String, String> tags) {
        return KEYS.stream().anyMatch(tags::containsKey);
    }

    /** Only Breakwater's tags of these tags. */
    public static Map<String, String> of(Map<String, String> tags) {
        Map<String, String> own = new TreeMap<>(tags);
        own.keySet().retainAll(KEYS);
        return own;
    }

    /** The time of the tag {@link #HANDS_OFF}, epoch milliseconds; 0 if the tag is missing or its value is no time. */
    public static long handsOffUntil(Map<String, String> tags) {
        try {
            return Math.max(0, Instant.parse(tags.getOrDefault(HANDS_OFF, "")).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }

    /** The tag that forbids limits until this time, epoch milliseconds. */
    public static Map<String, String> handsOff(long untilMillis) {
        return Map.of(HANDS_OFF, Instant.ofEpochMilli(untilMillis).toString());
    }
}

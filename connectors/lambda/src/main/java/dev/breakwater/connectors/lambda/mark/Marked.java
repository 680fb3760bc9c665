package dev.breakwater.connectors.lambda.mark;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A function or event source mapping that has Breakwater's tags.
 *
 * @param target the function's name, or the mapping's UUID
 * @param tags   all tags, including tags of other people
 */
public record Marked(boolean function, String target, Map<String, String> tags) {

    private static final String FUNCTION = "function";
    private static final String MAPPING = "event-source-mapping";

    /** Returns the value of the lease tag, or null if there is none. */
    public String lease() {
        return tags.get(LeaseTags.LEASE);
    }

    /**
     * Returns the time in the tag that protects the function from limits, epoch milliseconds, or {@link HandsOff#NONE}.
     */
    public long handsOffUntil() {
        return HandsOff.until(tags);
    }

    /**
     * Parses {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME} or {@code ...:event-source-mapping:UUID}. Returns null
     * for a text of another form.
     */
    static Marked of(String arn, Map<String, String> tags) {
        String[] parts = arn.split(":");
        if (parts.length < 7 || !parts[5].equals(FUNCTION) && !parts[5].equals(MAPPING)) return null;
        return new Marked(parts[5].equals(FUNCTION), parts[6], tags);
    }

    /**
     * The tags that Breakwater writes on a function or event source mapping. Code outside this class reads the content
     * of a lease tag.
     */
    public static final class LeaseTags {

        /** The lease tag. A lease tag shows that Breakwater set the limit, and how to undo it. */
        public static final String LEASE = "breakwater:lease";

        /** Every tag that Breakwater writes. */
        public static final List<String> KEYS = List.of(LEASE, HandsOff.TAG);

        private LeaseTags() {}

        /** Returns whether one of Breakwater's tags is among these tags. */
        public static boolean areIn(Map<String, String> tags) {
            return KEYS.stream().anyMatch(tags::containsKey);
        }
    }

    /**
     * The tag on a function that a person released from a limit. No limit is set on the function until the tag's time.
     * The tag is not a limit and has no lease. A time in the past ends the tag's effect, even if the ledger contains a
     * later time.
     */
    public static final class HandsOff {

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
}

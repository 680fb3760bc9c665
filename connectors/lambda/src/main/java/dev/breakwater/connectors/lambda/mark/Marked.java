package dev.breakwater.connectors.lambda.mark;

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
}

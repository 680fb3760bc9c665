package dev.breakwater.connectors.lambda.mark;

import dev.breakwater.model.function.OwnTags;
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
        return tags.get(OwnTags.LEASE);
    }

    /** Returns the time until which no limit may be set on the function, epoch milliseconds, or 0. */
    public long handsOffUntil() {
        return OwnTags.handsOffUntil(tags);
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
}

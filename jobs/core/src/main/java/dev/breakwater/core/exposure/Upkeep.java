package dev.breakwater.core.exposure;

import java.util.Map;

/**
 * Signs of whether anybody looks after a function.
 *
 * @param modifiedMillis epoch milliseconds of the last change of code or configuration, or {@link #UNKNOWN}
 * @param tags           all tags
 */
public record Upkeep(long modifiedMillis, Map<String, String> tags) {

    public static final long UNKNOWN = -1;

    /** Whether somebody tagged it: the tags of AWS itself and our own marks do not count. */
    public boolean tagged() {
        return tags.keySet().stream().anyMatch(key -> !key.startsWith("aws:") && !key.startsWith("breakwater:"));
    }
}

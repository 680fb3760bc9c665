package dev.breakwater.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which functions are meant; name and all tags must match.
 *
 * @param function a function name; {@code *} stands for any characters, {@code ?} for one
 * @param tags tags that the function must have, with exactly these values
 */
public record MatchSettings(
        @Key(initial = "*", meaning = "function name; * stands for any characters, ? for one")
        String function,

        @Key(meaning = "tags the function must have, with exactly these values")
        Map<String, String> tags)
        implements Serializable {

    /** Keeps a sorted copy of the tags. */
    public MatchSettings {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** A match for every function. */
    public static MatchSettings everything() {
        return new MatchSettings("*", Map.of());
    }

    /** Whether every function matches. */
    public boolean matchesEverything() {
        return tags.isEmpty() && function.chars().allMatch(c -> c == '*');
    }
}

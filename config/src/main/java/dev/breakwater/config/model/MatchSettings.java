package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Selects functions. One of the patterns and all tags must match. */
public record MatchSettings(
        @Key(
                initial = "*",
                form = Form.GLOB,
                doc = "the function's name; `*` matches any characters, and `?` matches one")
        String function,

        @Key(form = Form.GLOB, doc = "a list of such names; use it instead of `function`")
        List<String> functions,

        @Key(doc = "tags that the function must have, with exactly these values")
        Map<String, String> tags)
        implements Serializable {

    static final String REMEDY = "{ function: \"NAME-*\" } or { tags: { KEY: VALUE } }";

    /** Selects functions by one pattern. */
    public MatchSettings(String function, Map<String, String> tags) {
        this(function, List.of(), tags);
    }

    /** Returns the patterns, of which a function's name must match one. */
    public List<String> patterns() {
        return functions.isEmpty() ? List.of(function) : functions;
    }

    /** Returns whether every function matches. */
    public boolean matchesEverything() {
        return tags.isEmpty() && patterns().stream().anyMatch(p -> p.chars().allMatch(c -> c == '*'));
    }

    /** Functions that are also judged as one group. */
    public record Group(
            @Key(required = true, form = Form.NAME, doc = "unique name")
            String name,

            @Key(required = true, remedy = REMEDY, doc = "which functions")
            MatchSettings match)
            implements Serializable {}

    /** A time when more traffic is expected. */
    public record Window(
            @Key(required = true, form = Form.NAME, doc = "unique name")
            String name,

            @Key(required = true, remedy = REMEDY, doc = "which functions")
            MatchSettings match,

            @Key(required = true, doc = "start, inclusive, like 2026-11-27T00:00:00Z")
            Instant from,

            @Key(required = true, doc = "end, exclusive, like 2026-12-01T00:00:00Z")
            Instant to,

            @Key(
                    bounds = "1d to 366d",
                    doc = "if written, the window recurs: the time from one start to the next, like 7d")
            Duration every,

            @Key(
                    required = true,
                    bounds = "0 to 1000",
                    positive = true,
                    doc = "the expected traffic as a multiple of the usual traffic, above 0; a value below 1 counts as "
                            + "1, so the window only keeps a quiet time out of the baseline")
            double expect)
            implements Serializable {}
}

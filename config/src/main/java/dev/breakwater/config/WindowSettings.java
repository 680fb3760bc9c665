package dev.breakwater.config;

import java.io.Serializable;
import java.time.Instant;

/**
 * A time when more traffic is expected.
 *
 * @param from inclusive
 * @param to exclusive
 * @param expect multiple of the usual traffic, above 0, at most 100
 */
public record WindowSettings(
        @Key(required = true, meaning = "unique name") String name,
        @Key(required = true, meaning = "which functions") MatchSettings match,

        @Key(required = true, meaning = "start, inclusive, like 2026-11-27T00:00:00Z")
        Instant from,

        @Key(required = true, meaning = "end, exclusive, like 2026-12-01T00:00:00Z")
        Instant to,

        @Key(required = true, min = 0, max = 100, meaning = "multiple of the usual traffic, above 0")
        double expect)
        implements Serializable {}

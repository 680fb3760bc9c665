package dev.breakwater.config;

import java.io.Serializable;

/** Functions that are scored together as well. */
public record GroupSettings(
        @Key(required = true, meaning = "unique name") String name,
        @Key(required = true, meaning = "which functions") MatchSettings match)
        implements Serializable {}

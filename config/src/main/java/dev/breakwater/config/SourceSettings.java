package dev.breakwater.config;

import java.io.Serializable;

/** Where samples come from; a valid file has at least one source. */
public record SourceSettings(
        @Key(meaning = "poll CloudWatch") CloudWatchSettings cloudwatch,
        @Key(meaning = "read what a metric stream lands") LandingPlace landing)
        implements Serializable {}

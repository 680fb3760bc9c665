package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A function that is not throttled, because of a person's change or request. */
public record AloneState(
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,
        @JsonPropertyDescription("its name") String function,

        @JsonPropertyDescription("when it may be throttled again")
        Instant until,

        @JsonPropertyDescription("who did what") String why) {}

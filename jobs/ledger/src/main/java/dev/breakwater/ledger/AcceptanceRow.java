package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** The content of {@code requests/accept-INCIDENT-SECONDS.json}: a person's word that a surge is the new normal. */
public record AcceptanceRow(
        @JsonPropertyDescription("the incident's id") String incident,

        @JsonPropertyDescription("`function`, `group` or `account`")
        String scope,

        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the function's or group's name; `*` of an account")
        String key,

        @JsonPropertyDescription("when it was said") Instant at,
        @JsonPropertyDescription("1 hour to 90 days later") Instant until) {}

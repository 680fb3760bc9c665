package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A line of {@code inventory-rows.jsonl}, about a function that appeared, changed, disappeared, was not used, or could
 * not be read.
 */
public record InventoryRow(
        @JsonPropertyDescription("when the change was seen") Instant at,

        @JsonPropertyDescription(
                "`found`, `changed`, `gone`, `limits` (of the account), `gap` (a call failed) or `gap-closed` (the call "
                        + "works again)")
        String kind,

        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the function's name; null for an account")
        String function,

        @JsonUnwrapped Facts facts,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("for `limits`: the account's concurrency")
        Integer concurrency,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("the reason")
        String detail) {

    /** The attributes of a function. */
    public record Facts(
            @JsonInclude(NON_NULL)
            @JsonPropertyDescription(
                    "for `found`: true if the function existed when its account and region were first read, so it "
                            + "is not new")
            Boolean known,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("of a function")
            Integer memoryMb,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("`x86_64` or `arm64`")
            String architecture,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("of a function")
            Integer timeoutSeconds,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription(
                    "null if there is none or if it has not been read yet; in the latter case, a `changed` "
                            + "line follows")
            JsonNode reservedConcurrency,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("ephemeral storage of a function, MB")
            Integer ephemeralMb,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription(
                    "instances that provisioned concurrency keeps ready; missing if there never were any")
            Integer provisionedConcurrency,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("missing if unknown")
            Instant lastModified) {}
}

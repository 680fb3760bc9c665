package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.engine.detect.ScopeAssessor.Readiness;
import java.time.Instant;

/** A line of {@code readiness.jsonl}, written when a function is first seen. */
public record ReadinessRow(
        @JsonPropertyDescription("the function's name") String function,
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the function's first minute")
        Instant firstSeen,

        @JsonPropertyDescription(
                "time when the baseline is ready; before that, only `youngFunctionUsdPerHour` and sudden rises page")
        Instant readyAt) {

    public static ReadinessRow of(Readiness r) {
        return new ReadinessRow(
                r.scope().key(),
                r.scope().account(),
                r.scope().region(),
                LedgerJson.minute(r.firstMinute()),
                LedgerJson.minute(r.readyMinute()));
    }
}

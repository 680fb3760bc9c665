package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;

/**
 * A line of {@code attacks.jsonl}: an attack that was injected into a recording, so that a report can compare it with
 * the findings.
 */
public record AttackRow(
        @JsonPropertyDescription("its short name, for example `slow-burn`")
        String id,

        @JsonPropertyDescription("the functions that it touches")
        List<String> functions,

        @JsonPropertyDescription("its first minute") Instant from,
        @JsonPropertyDescription("end of its last minute") Instant to,
        @JsonPropertyDescription("for people") String description) {

    public AttackRow {
        id = LedgerJson.text(id);
        functions = functions == null ? List.of() : functions;
        description = LedgerJson.text(description);
    }

    /**
     * Whether an incident reports it. The incident must be about one of its functions in its time or, if it touches
     * many, about the account.
     */
    public boolean explains(Incident i) {
        String function = i.identity().function();
        boolean touches = function != null ? functions.contains(function) : functions.size() > 1;
        Instant end = i.times().endedAt();
        Instant onset = i.times().onset();
        return touches && onset != null && onset.isBefore(to) && (end == null || end.isAfter(from));
    }
}

package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;

/**
 * A line of {@code attacks.jsonl}: an attack that the maker of a recording injected, so that a report can compare it
 * with the findings.
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

    /** Whether an incident reports it: of one of its functions, or of the account where it touches many, in its time. */
    public boolean explains(Incident i) {
        String function = i.identity().function();
        boolean touches = function != null ? functions.contains(function) : functions.size() > 1;
        Instant end = i.times().endedAt();
        Instant onset = i.times().onset();
        return touches && onset != null && onset.isBefore(to) && (end == null || end.isAfter(from));
    }
}

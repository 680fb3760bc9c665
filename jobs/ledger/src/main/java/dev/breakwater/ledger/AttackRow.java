package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;

/**
 * A line of {@code attacks.jsonl}: an attack that was injected into a recording. A report compares it with the
 * findings.
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
     * Whether an incident reports the attack. The incident must be about one of the attack's functions, at the time of
     * the attack. If the attack touches many functions, an incident of the account counts too.
     */
    public boolean explains(Incident i) {
        String function = i.identity().function();
        boolean touches = function != null ? functions.contains(function) : functions.size() > 1;
        Instant end = i.times().endedAt();
        Instant onset = i.times().onset();
        return touches && onset != null && onset.isBefore(to) && (end == null || end.isAfter(from));
    }
}

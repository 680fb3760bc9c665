package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;

/**
 * A line of {@code attacks.jsonl}. It describes an attack that was injected into a recording. A report compares the
 * attack with the incidents.
 */
public record AttackRow(
        @JsonPropertyDescription("short name of the attack, for example `slow-burn`")
        String id,

        @JsonPropertyDescription("the attacked functions") List<String> functions,

        @JsonPropertyDescription("first minute of the attack")
        Instant from,

        @JsonPropertyDescription("end of the attack's last minute")
        Instant to,

        @JsonPropertyDescription("the attack, as text") String description) {

    public AttackRow {
        id = LedgerJson.text(id);
        functions = functions == null ? List.of() : functions;
        description = LedgerJson.text(description);
    }

    /**
     * Whether an incident reports the attack. The incident must be about one of the attack's functions, at the time of
     * the attack. If the attack is on many functions, an incident of the account counts too.
     */
    public boolean explains(Incident i) {
        String function = i.identity().function();
        boolean touches = function != null ? functions.contains(function) : functions.size() > 1;
        Instant end = i.times().endedAt();
        Instant onset = i.times().onset();
        return touches && onset != null && onset.isBefore(to) && (end == null || end.isAfter(from));
    }
}

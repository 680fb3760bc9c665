package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** The content of {@code configuration.json}, which is the configuration in force and the newest check of its file. */
public record ConfigurationRow(
        @JsonPropertyDescription("when the job last checked a changed file")
        Instant at,

        @JsonPropertyDescription("the configuration in force; `books/ID.yaml` has its text")
        String id,

        @JsonPropertyDescription("when it came into force; null for the file with which the job started")
        Instant from,

        @JsonPropertyDescription("why the job refused the file; empty if the file is in force")
        String refused) {

    public ConfigurationRow {
        id = LedgerJson.text(id);
        refused = LedgerJson.text(refused);
    }

    /** Says that the file was refused, and why. The text is empty if the file is in force. */
    public String refusedText() {
        return refused.isEmpty()
                ? ""
                : "The changed configuration is refused, so the earlier one stays in force: " + refused + ".";
    }
}

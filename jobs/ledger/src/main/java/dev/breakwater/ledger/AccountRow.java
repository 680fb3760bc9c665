package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A line of {@code accounts.jsonl}: an account that AWS Organizations listed when the job began. */
public record AccountRow(
        @JsonPropertyDescription("when it was listed") Instant at,

        @JsonPropertyDescription("the unit of `organization.units` that contains it")
        String unit,

        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("as Organizations has it") String name) {

    public AccountRow {
        unit = LedgerJson.text(unit);
        account = LedgerJson.text(account);
        name = LedgerJson.text(name);
    }
}

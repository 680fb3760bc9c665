package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A line of {@code accounts.jsonl}. It describes an account that AWS Organizations listed when the job began. */
public record AccountRow(
        @JsonPropertyDescription("when the account was listed")
        Instant at,

        @JsonPropertyDescription("the unit of `organization.units` that contains the account")
        String unit,

        @JsonPropertyDescription("12 digits") String account,

        @JsonPropertyDescription("the account's name in AWS Organizations")
        String name) {

    public AccountRow {
        unit = LedgerJson.text(unit);
        account = LedgerJson.text(account);
        name = LedgerJson.text(name);
    }
}

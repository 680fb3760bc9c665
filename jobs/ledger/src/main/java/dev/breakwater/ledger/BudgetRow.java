package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.core.budget.BudgetOutput.BudgetStatus;
import java.time.Instant;

/** A line of {@code budgets.jsonl}, with a budget's figures at the end of an hour. */
public record BudgetRow(
        @JsonPropertyDescription("end of the newest minute that was counted")
        Instant at,

        @JsonUnwrapped Where where,
        @JsonUnwrapped BudgetPosition.Figures figures,
        @JsonPropertyDescription("alarms that are open") int openAlarms) {

    public static BudgetRow of(BudgetStatus b) {
        return new BudgetRow(
                LedgerJson.minute(b.minute() + 1),
                Where.of(b.scope()),
                BudgetPosition.Figures.of(b.figures()),
                b.open());
    }
}

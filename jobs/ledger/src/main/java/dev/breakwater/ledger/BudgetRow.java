package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.core.budget.BudgetStatus;
import java.math.BigDecimal;
import java.time.Instant;

/** A line of {@code budgets.jsonl}: a budget's figures at the end of an hour. */
public record BudgetRow(
        @JsonPropertyDescription("end of the newest minute counted")
        Instant at,

        @JsonUnwrapped Where where,
        @JsonUnwrapped BudgetPosition.Figures figures,
        @JsonPropertyDescription("alarms that are open") int openAlarms,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("for an AWS budget: AWS's count of its period at the last reading")
        BigDecimal awsActualUsd,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("for an AWS budget: AWS's forecast for the period")
        BigDecimal awsForecastUsd) {

    public static BudgetRow of(BudgetStatus b) {
        return new BudgetRow(
                LedgerJson.minute(b.minute() + 1),
                Where.of(b.scope()),
                BudgetPosition.Figures.of(b.figures()),
                b.open(),
                b.awsSpentNano() < 0 ? null : LedgerJson.usd(b.awsSpentNano()),
                b.awsForecastNano() < 0 ? null : LedgerJson.usd(b.awsForecastNano()));
    }
}

package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.control.BudgetFigures;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A line of {@code budgets.jsonl}, with a budget's figures at the end of an hour. */
public record BudgetRow(
        @JsonPropertyDescription("end of the newest minute that was counted")
        Instant at,

        @JsonUnwrapped Where where,
        @JsonUnwrapped Figures figures,
        @JsonPropertyDescription("alarms that are open") int openAlarms) {

    public static BudgetRow of(BudgetStatus b) {
        return new BudgetRow(LedgerJson.minute(b.minute() + 1), Where.of(b.scope()), Figures.of(b.figures()), b.open());
    }

    /** A budget's spend so far and its forecast. */
    public record Figures(
            @JsonPropertyDescription("the budget's name") String name,
            @JsonPropertyDescription("`month` or `day`") String per,
            @JsonPropertyDescription("the budget's amount") BigDecimal amountUsd,

            @JsonPropertyDescription("amount spent so far in this period")
            BigDecimal spentUsd,

            @JsonPropertyDescription("first minute of this period that counts")
            Instant countedSince,

            @JsonPropertyDescription(
                    "hourly spend in the longest window whose spend is too fast; if there is none, in the last day")
            BigDecimal usdPerHour,

            @JsonPropertyDescription("when the budget will be exhausted; null if not in this period")
            Instant exhaustedAt,

            @JsonPropertyDescription("forecast for the month; null while unknown")
            BigDecimal forecastUsd,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("90 % interval of the forecast; missing while unknown")
            List<BigDecimal> forecastBetweenUsd,

            @JsonInclude(NON_NULL)
            @JsonPropertyDescription(
                    "true if the price table lacks a price of a region with spend, so a higher" + " price was used")
            Boolean assumedPrice) {

        public Figures {
            name = LedgerJson.text(name);
            per = "day".equals(per) ? per : "month";
            amountUsd = LedgerJson.amount(amountUsd);
            spentUsd = LedgerJson.amount(spentUsd);
            usdPerHour = LedgerJson.amount(usdPerHour);
        }

        static Figures of(BudgetFigures f) {
            boolean forecast = f.forecast() >= 0;
            return new Figures(
                    f.budget(),
                    f.monthly() ? "month" : "day",
                    LedgerJson.usd(f.amountNano()),
                    LedgerJson.usd(f.spentNano()),
                    LedgerJson.minute(f.since()),
                    LedgerJson.usd(f.nanoPerHour()),
                    f.exhaustedAt() < 0 ? null : LedgerJson.minute(f.exhaustedAt()),
                    forecast ? LedgerJson.usd(f.forecast()) : null,
                    forecast ? List.of(LedgerJson.usd(f.forecastLow()), LedgerJson.usd(f.forecastHigh())) : null,
                    f.assumedPrice() ? true : null);
        }

        /** The assumptions behind the figures, as text. The text is empty if there are no assumptions. */
        public String assumed() {
            return assumedPrice == null ? "" : " (assumed prices)";
        }
    }

    /**
     * The object {@code budget} of an incident or a decision, with the kind of alarm, and the budget's figures at that
     * time.
     */
    public record Position(
            @JsonPropertyDescription("`fast-burn`, `slow-burn`, `forecast`, `exhausted` or `step`")
            String alarm,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("number of the step, from 0")
            Integer step,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("the group to throttle")
            String group,

            @JsonUnwrapped Figures figures) {

        /** Converts a budget's figures. The result is null if there are none. */
        static Position of(BudgetFigures f) {
            if (f == null) return null;
            return new Position(
                    f.alarm().wire(),
                    LedgerJson.positive(f.step()),
                    f.group().isEmpty() ? null : f.group(),
                    Figures.of(f));
        }
    }
}

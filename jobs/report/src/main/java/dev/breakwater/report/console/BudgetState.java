package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.ledger.BudgetPosition;
import dev.breakwater.ledger.BudgetRow;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The figures of a budget. */
public record BudgetState(
        @JsonUnwrapped BudgetRow row,

        @JsonPropertyDescription("the share that is spent, 1 = all")
        double used,

        @JsonPropertyDescription(
                "the spending pace divided by an even pace; at 1, the budget lasts until its period ends")
        double burn,

        @JsonPropertyDescription("`exhausted`, `burning` (spent too fast), `alarm` or `within`")
        String state) {

    private static final double DAY_HOURS = 24;

    public static BudgetState of(BudgetRow row) {
        BudgetPosition.Figures f = row.figures();
        double amount = f.amountUsd().doubleValue();
        double used = amount > 0 ? f.spentUsd().doubleValue() / amount : 0;
        boolean day = f.per().equals("day");
        double hours = day
                ? DAY_HOURS
                : DAY_HOURS * LocalDate.ofInstant(row.at(), ZoneOffset.UTC).lengthOfMonth();
        double burn = amount > 0 ? f.usdPerHour().doubleValue() * hours / amount : 0;
        String state = used >= 1
                ? "exhausted"
                : f.exhaustedAt() != null ? "burning" : row.openAlarms() > 0 ? "alarm" : "within";
        return new BudgetState(row, rounded(used), rounded(burn), state);
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** Returns the budget's scope. */
    public String who() {
        var w = row.where();
        if (w.function() != null) return "function " + w.function();
        if (w.group() != null) return "group " + w.group();
        return w.account().equals("*") ? "all accounts" : "account " + w.account();
    }

    /** Returns the state as text for people. */
    public String text() {
        return switch (state) {
            case "burning" -> "will not last";
            case "alarm" -> "alarm open";
            default -> state;
        };
    }

    /** Returns the colour of the badge. */
    public String severity() {
        return switch (state) {
            case "exhausted" -> "critical";
            case "burning" -> "error";
            case "alarm" -> "warning";
            default -> "ended";
        };
    }
}

package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.core.budget.meter.DaySpend;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A line of {@code spend.jsonl}: what a function spent in a day, told once when the day can no longer change. */
public record SpendRow(
        @JsonPropertyDescription("in UTC, for example `2026-08-05`")
        String day,

        @JsonPropertyDescription("its name") String function,
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the groups that it belonged to")
        List<String> groups,

        @JsonPropertyDescription("by our count") BigDecimal usd,

        @JsonPropertyDescription("invocations and throttles")
        long calls) {

    public SpendRow {
        if (groups == null) groups = List.of();
    }

    public static SpendRow of(DaySpend d) {
        return new SpendRow(
                LocalDate.ofEpochDay(d.day()).toString(),
                d.scope().key(),
                d.scope().account(),
                d.scope().region(),
                d.groups(),
                LedgerJson.usd(d.nano()),
                d.calls());
    }
}

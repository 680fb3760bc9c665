package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.budget.meter.DaySpend.State.SpentDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A line of {@code spend.jsonl}, with a function's spend in a day. The line is written once, when the day can no longer
 * change.
 */
public record SpendRow(
        @JsonPropertyDescription("the day in UTC, for example `2026-08-05`")
        String day,

        @JsonPropertyDescription("the function's name") String function,
        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the groups of the function")
        List<String> groups,

        @JsonPropertyDescription("the spend, by our count") BigDecimal usd,

        @JsonPropertyDescription("calls that ran") long calls,

        @JsonInclude(NON_NULL)
        @JsonPropertyDescription("the part of `usd` that is not on Lambda's bill: add-ons and all costs of Lambda@Edge")
        BigDecimal otherUsd,

        @JsonInclude(NON_NULL) @JsonPropertyDescription("first counted minute of the day")
        Instant since,

        @JsonInclude(NON_DEFAULT) @JsonPropertyDescription("minutes of the day without data from the feed")
        int unknownMinutes,

        @JsonInclude(NON_DEFAULT)
        @JsonPropertyDescription("true if the recording ended before the day could no longer change")
        boolean provisional,

        @JsonInclude(NON_DEFAULT)
        @JsonPropertyDescription("true if the price table lacks a price of the region, so a higher price was used")
        boolean assumedPrice,

        @JsonInclude(NON_DEFAULT)
        @JsonPropertyDescription("true if the memory was unknown, so `prices.assumedMemoryMb` was used")
        boolean assumedMemory,

        @JsonInclude(NON_DEFAULT)
        @JsonPropertyDescription(
                "true if this line is the cost of the function's provisioned concurrency, used or not; calls "
                        + "have another line")
        boolean provisioned) {

    public SpendRow {
        if (groups == null) groups = List.of();
        usd = LedgerJson.amount(usd);
    }

    /** The part of the spend that appears on Lambda's bill, by our count. */
    public BigDecimal onLambdasBill() {
        return otherUsd == null ? usd : usd.subtract(otherUsd);
    }

    public static SpendRow of(DaySpend d) {
        SpentDay spent = d.spent();
        return new SpendRow(
                LocalDate.ofEpochDay(spent.day).toString(),
                d.scope().key(),
                d.scope().account(),
                d.scope().region(),
                d.groups(),
                LedgerJson.usd(spent.nano),
                spent.calls,
                spent.otherNano == 0 ? null : LedgerJson.usd(spent.otherNano),
                LedgerJson.minute(spent.first),
                spent.unknown,
                d.provisional(),
                d.assumedPrice(),
                d.assumedMemory(),
                d.provisioned());
    }
}

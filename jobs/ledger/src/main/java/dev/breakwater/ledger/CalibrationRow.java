package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.calibrate.CalibrationReport;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A line of {@code calibration.jsonl}. It describes a charge for Lambda that AWS reported ({@code EstimatedCharges}),
 * and how Breakwater used that charge.
 */
public record CalibrationRow(
        @JsonPropertyDescription("time of the charge") Instant at,
        @JsonPropertyDescription("12 digits") String account,

        @JsonPropertyDescription("amount since the beginning of the month")
        BigDecimal chargedUsd,

        @JsonPropertyDescription("the result, in one word") String verdict,

        @JsonPropertyDescription("the result, as text") String detail,
        @JsonUnwrapped Factor bill,

        @JsonPropertyDescription("the share of Breakwater's count that no known cause explains")
        double unexplained,

        @JsonPropertyDescription("whether the unexplained share exceeds `prices.unexplained`")
        boolean alarm,

        @JsonPropertyDescription("the difference, as text") String difference) {

    /** The bill divided by our own count. */
    public record Factor(
            @JsonPropertyDescription("the bill divided by our count; null while unknown")
            Double factor,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("lower end of the ratio's interval; missing while unknown")
            Double low,

            @JsonInclude(NON_NULL) @JsonPropertyDescription("upper end")
            Double high) {}

    public static CalibrationRow of(CalibrationReport c) {
        return new CalibrationRow(
                LedgerJson.minute(c.minute()),
                c.account(),
                LedgerJson.usd(c.nano()),
                c.verdict().wire(),
                c.verdict().text(),
                c.known()
                        ? new Factor(
                                LedgerJson.rounded(c.factor(), 4),
                                LedgerJson.rounded(c.low(), 4),
                                LedgerJson.rounded(c.high(), 4))
                        : new Factor(null, null, null),
                LedgerJson.rounded(c.unexplained(), 4),
                c.alarm(),
                c.text());
    }
}

package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A line of {@code points.jsonl}, with one minute of an incident's chart. */
public record PointRow(
        @JsonPropertyDescription("kind, account, region and key, joined by vertical bars")
        String scope,

        @JsonPropertyDescription("minute of the onset of the incident")
        long onset,

        @JsonPropertyDescription("the minute, as epoch seconds / 60")
        long minute,

        @JsonPropertyDescription("observed demand") double observed,
        @JsonPropertyDescription("expected demand") double expected,

        @JsonPropertyDescription("lower end of the usual range")
        double lower,

        @JsonPropertyDescription("upper end of the usual range")
        double upper,

        @JsonPropertyDescription("largest number of concurrent executions")
        double concurrency) {

    /** Rounds the values to two decimals. */
    public PointRow {
        observed = LedgerJson.rounded(observed, 2);
        expected = LedgerJson.rounded(expected, 2);
        lower = LedgerJson.rounded(lower, 2);
        upper = LedgerJson.rounded(upper, 2);
        concurrency = LedgerJson.rounded(concurrency, 2);
    }
}

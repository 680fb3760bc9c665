package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;

/** A line of {@code plots.jsonl}. It contains the chart of an incident. */
public record PlotRow(
        @JsonPropertyDescription("the incident's id") String incident,

        @JsonPropertyDescription("the function's name; null if the incident is about something else")
        String function,

        @JsonPropertyDescription("start of the first point, about an hour before the onset")
        Instant from,

        @JsonPropertyDescription("number of minutes that all points cover, until 1 hour after the end")
        Integer minutes,

        @JsonUnwrapped Series series) {

    /**
     * All series have the same length n, at most 400. Point i covers the minutes from {@code from + i * minutes/n}. If
     * a point covers several minutes, it has their largest value, which keeps short peaks visible. The series {@code
     * lower} has their smallest value.
     */
    public record Series(
            @JsonPropertyDescription(
                    "demand in at most 400 points; each point is the largest value of its minutes, or null "
                            + "without data")
            List<Double> observed,

            @JsonPropertyDescription("expected demand at the same points")
            List<Double> expected,

            @JsonPropertyDescription("lower end of the usual range; each point is the smallest value of its minutes")
            List<Double> lower,

            @JsonPropertyDescription("upper end of the usual range")
            List<Double> upper,

            @JsonPropertyDescription("largest number of concurrent executions")
            List<Double> concurrency,

            @JsonPropertyDescription("the limit that was set, null for none")
            List<Integer> limit,

            @JsonPropertyDescription("cost, USD an hour") List<Double> usd,

            @JsonPropertyDescription("usual cost, USD an hour")
            List<Double> usualUsd) {}

    /** A line of {@code points.jsonl}, with one minute of an incident's chart. */
    public record Point(
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
            double concurrency,

            @JsonPropertyDescription("cost, USD an hour") double usd,

            @JsonPropertyDescription("usual cost, USD an hour")
            double usualUsd) {

        /** Rounds demand and concurrency to two decimals, and costs to four. */
        public Point {
            observed = LedgerJson.rounded(observed, 2);
            expected = LedgerJson.rounded(expected, 2);
            lower = LedgerJson.rounded(lower, 2);
            upper = LedgerJson.rounded(upper, 2);
            concurrency = LedgerJson.rounded(concurrency, 2);
            usd = LedgerJson.rounded(usd, 4);
            usualUsd = LedgerJson.rounded(usualUsd, 4);
        }
    }
}

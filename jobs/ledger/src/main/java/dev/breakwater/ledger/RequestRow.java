package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Locale;

/** The content of a file in {@code requests.path}: a person's request or the result of a drill. */
@JsonInclude(NON_NULL)
public record RequestRow(
        @JsonPropertyDescription("the request's id; a repeated request has the same id")
        String id,

        @JsonPropertyDescription(
                "`approve`, `decline`, `throttle`, `release`, `hold`, `accept`, `attack` or `protect`; `drill` reports a drill")
        String request,

        @JsonPropertyDescription("the incident's id; required for `approve`, `throttle` and `accept`")
        String incident,

        @JsonPropertyDescription("`function`; for `accept` also `group` or `account`")
        String scope,

        @JsonPropertyDescription("12 digits") String account,
        @JsonPropertyDescription("for example `eu-west-1`") String region,

        @JsonPropertyDescription("the name of the function or group; `*` for an account")
        String key,

        @JsonPropertyDescription("when the request was made")
        Instant at,

        @JsonPropertyDescription(
                "for `accept`, `decline` and `protect`: 1 hour to 90 days later. For `hold`: only if it is earlier "
                        + "than the throttle's end")
        Instant until,

        @JsonPropertyDescription("who made the request") String by,

        @JsonPropertyDescription("where the request was made, for example `cli` or `pagerduty`")
        String from,

        @JsonPropertyDescription("for `drill`: the result") DrillRow drill,

        @JsonPropertyDescription(
                "for `accept`: the cost of the largest surge that the acceptance covers, as a multiple of the "
                        + "accepted surge's cost, 1 to 10; 2 if missing")
        Integer times) {

    /** Removes control characters from the text, and cuts it to the longest text in a ledger line. */
    public RequestRow {
        by = clean(by);
        from = clean(from);
    }

    private static String clean(String text) {
        if (text == null) return null;
        String one = text.replaceAll("\\p{Cntrl}", " ").strip();
        return one.length() <= 120 ? one : one.substring(0, 120);
    }

    /** The result of a drill, which tests whether throttling works and how fast. */
    @JsonInclude(NON_NULL)
    public record DrillRow(
            @JsonPropertyDescription("whether the drill saw every step, including the exact restore")
            boolean passed,

            @JsonPropertyDescription("time from the first call to the decision to page; missing if there was no page")
            Integer pageSeconds,

            @JsonPropertyDescription("time from the first call until AWS showed the limit")
            Integer holdSeconds,

            @JsonPropertyDescription("time from that limit until AWS showed exactly the earlier value")
            Integer restoreSeconds,

            @JsonPropertyDescription("calls made") int calls,

            @JsonPropertyDescription(
                    "whether a receiver accepted an alert in that time; missing without the job's " + "/metrics")
            Boolean delivered,

            @JsonPropertyDescription("why the drill failed, or empty")
            String failure) {

        private static final int LONGEST = 300;

        /** Removes control characters from the text, and cuts it to the longest text in a ledger line. */
        public DrillRow {
            failure = LedgerJson.text(failure).replaceAll("\\p{Cntrl}", " ");
            if (failure.length() > LONGEST) failure = failure.substring(0, LONGEST);
        }

        /**
         * The result as text, for example {@code passed: paged after 75 s, limit seen at AWS after 90 s, earlier value
         * restored 120 s later; 900 calls}.
         */
        public String words() {
            String seen = passed
                    ? String.format(
                            Locale.ROOT,
                            "passed: paged after %d s%s, limit seen at AWS after %d s, earlier value restored %d s later",
                            pageSeconds,
                            delivered == null ? " (delivery not seen)" : "",
                            holdSeconds,
                            restoreSeconds)
                    : "failed: " + failure;
            return seen + "; " + calls + " calls";
        }
    }
}

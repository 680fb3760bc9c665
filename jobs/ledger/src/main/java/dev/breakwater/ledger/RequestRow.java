package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** The content of a file in {@code requests.path}: a person's request or the result of a drill. */
@JsonInclude(NON_NULL)
public record RequestRow(
        @JsonPropertyDescription("the request's id; a repeated request has the same id")
        String id,

        @JsonPropertyDescription(
                "`approve`, `throttle`, `release`, `hold`, `accept`, `attack` or `protect`; `drill` reports a drill")
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

        @JsonPropertyDescription("for `accept` and `protect`, 1 hour to 90 days later; for `hold`, only if earlier "
                + "than the throttle's end")
        Instant until,

        @JsonPropertyDescription("who made the request") String by,

        @JsonPropertyDescription("where the request was made, for example `cli` or `pagerduty`")
        String from,

        @JsonPropertyDescription("for `drill`: the result") DrillRow drill,

        @JsonPropertyDescription("for a weekly `accept`: `from` and `to` of the accepted surge, its largest cost "
                + "(`usdPerHour`), and its calls as a multiple of the usual (`times`)")
        Weekly weekly,

        @JsonPropertyDescription(
                "for `accept`: the largest surge that it covers, as a multiple of this one's cost, 1 to"
                        + " 10; if missing, 2")
        Integer times) {

    /** The time of the week and the size that a weekly acceptance covers. */
    public record Weekly(Instant from, Instant to, double usdPerHour, double times) {}

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
}

package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** The content of a file in {@code requests.path}: a person's request, or the result of a drill. */
@JsonInclude(NON_NULL)
public record RequestRow(
        @JsonPropertyDescription("id that is the same for every repeat of one request")
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

        @JsonPropertyDescription("when it was asked") Instant at,

        @JsonPropertyDescription("for `accept` and `protect`, 1 hour to 90 days later; for `hold`, only if earlier "
                + "than the throttle's end")
        Instant until,

        @JsonPropertyDescription("who asked") String by,

        @JsonPropertyDescription("where the request came from, for example `cli` or `pagerduty`")
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

    /** The text without control characters, cut to the length that a text in a ledger line may have. */
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

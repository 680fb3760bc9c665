package dev.breakwater.ledger;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Locale;

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

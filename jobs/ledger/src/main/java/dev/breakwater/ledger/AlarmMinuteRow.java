package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;

/** A line of {@code alarms.jsonl}. It describes a minute with evidence of an open incident. */
public record AlarmMinuteRow(
        @JsonPropertyDescription("start of the minute, as epoch seconds / 60")
        long minute,

        @JsonUnwrapped Where where,

        @JsonPropertyDescription("evidence divided by the page threshold")
        double score,

        @JsonPropertyDescription("`critical`, `error`, `warning` or `info`")
        String severity,

        @JsonPropertyDescription("whether the page condition is true in this minute")
        boolean paged) {

    public static AlarmMinuteRow of(AlarmMinute a) {
        return new AlarmMinuteRow(
                a.minute(),
                Where.of(a.incident().scope()),
                LedgerJson.rounded(a.score(), 3),
                a.incident().severity().wire(),
                a.paged());
    }
}

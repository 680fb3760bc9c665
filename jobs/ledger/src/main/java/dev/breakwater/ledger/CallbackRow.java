package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A line of {@code callbacks.jsonl}, which counts the results for one type of PagerDuty event. */
public record CallbackRow(
        @JsonPropertyDescription("PagerDuty's name for the type of the event")
        String type,

        @JsonPropertyDescription("whether the event is part of an incident's life cycle and therefore no request")
        boolean known,

        @JsonPropertyDescription("clicks and comments of people from which a request was made")
        long taken,

        @JsonPropertyDescription("events that did not become a request")
        long passedOver,

        @JsonPropertyDescription("when the newest event arrived")
        Instant at) {

    /** The same row with one more result. */
    public CallbackRow with(boolean wasTaken, Instant when) {
        return new CallbackRow(type, known, taken + (wasTaken ? 1 : 0), passedOver + (wasTaken ? 0 : 1), when);
    }
}

package dev.breakwater.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A line of {@code callbacks.jsonl}: what came of one type of PagerDuty's events. */
public record CallbackRow(
        @JsonPropertyDescription("type of the event, as PagerDuty names it")
        String type,

        @JsonPropertyDescription("whether it tells of an incident's life, and so is no request")
        boolean known,

        @JsonPropertyDescription("events that a person had sent and that were heard as a request")
        long taken,

        @JsonPropertyDescription("events that were not heard")
        long passedOver,

        @JsonPropertyDescription("when the newest came") Instant at) {

    /** The same with one more. */
    public CallbackRow with(boolean wasTaken, Instant when) {
        return new CallbackRow(type, known, taken + (wasTaken ? 1 : 0), passedOver + (wasTaken ? 0 : 1), when);
    }
}

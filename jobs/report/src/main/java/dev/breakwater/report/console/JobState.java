package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** Whether the job is seen. */
public record JobState(
        @JsonPropertyDescription("whether the job reported in the last three minutes")
        boolean alive,

        @JsonPropertyDescription("when the job last reported; null if never")
        Instant heardAt,

        @JsonPropertyDescription("when a drill last passed; null if never")
        Instant brakeProven,

        @JsonPropertyDescription("its last `heartbeat.json`; null if the job writes none")
        HeartbeatRow heartbeat) {

    private static final Duration SILENT_AFTER = Duration.ofMinutes(3);

    /**
     * @param heardAt     null when never
     * @param brakeProven null when never
     */
    public static JobState of(Instant heardAt, Instant brakeProven, HeartbeatRow heartbeat, Instant now) {
        boolean alive = heardAt != null && Duration.between(heardAt, now).compareTo(SILENT_AFTER) < 0;
        return new JobState(alive, heardAt, brakeProven, heartbeat);
    }

    /** The job's faults as text. Empty if none is known. */
    public String trouble() {
        if (heardAt == null) return "No run has written here yet.";
        if (heartbeat == null) return "";
        if (!heartbeat.feed().silent().isEmpty()) {
            return heartbeat.feed().silent().stream()
                    .map(s -> s.subject() + ", for " + Wording.span(Duration.ofSeconds(s.seconds())))
                    .collect(Collectors.joining("; ", "Not reporting: ", "."));
        }
        if (heartbeat.feed().unwatched() > 0) return heartbeat.unwatchedText() + ": raise state.functions.";
        long dropped = heartbeat.waiting().messagesDropped();
        return dropped > 0 ? Wording.count(dropped, "message") + " given up since the job began." : "";
    }
}

package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** The state of the job, and the time of its last report. */
public record JobState(
        @JsonPropertyDescription(JobState.ALIVE) boolean alive,

        @JsonPropertyDescription("when the job last reported; null if never")
        Instant heardAt,

        @JsonPropertyDescription("when a drill last passed; null if never")
        Instant brakeProven,

        @JsonPropertyDescription("its last `heartbeat.json`; null if the job writes none")
        HeartbeatRow heartbeat) {

    /** The age in seconds at which a heartbeat means that the job is silent. The job writes a heartbeat every 60 s. */
    private static final int SILENT_AFTER = 90;
    /**
     * The age in minutes at which the files of a job on a cluster mean that the job is silent. Such a job writes no
     * heartbeat, but it writes the fleet's file every five minutes.
     */
    private static final int SILENT_ON_A_CLUSTER_AFTER = 6;

    /** The description of {@link #alive}, for every place that shows it. */
    public static final String ALIVE = "whether the job reported in the last " + SILENT_AFTER + " seconds ("
            + SILENT_ON_A_CLUSTER_AFTER + " minutes if it writes no heartbeat)";

    /**
     * @param heardAt the time of the job's last report; null if there was none
     * @param brakeProven the time at which a drill last passed; null if never
     */
    public static JobState of(Instant heardAt, Instant brakeProven, HeartbeatRow heartbeat, Instant now) {
        Duration most =
                heartbeat == null ? Duration.ofMinutes(SILENT_ON_A_CLUSTER_AFTER) : Duration.ofSeconds(SILENT_AFTER);
        boolean alive = heardAt != null && Duration.between(heardAt, now).compareTo(most) < 0;
        return new JobState(alive, heardAt, brakeProven, heartbeat);
    }

    /** Returns whether the job reported earlier but no longer reports. */
    public boolean silent() {
        return !alive && heardAt != null;
    }

    /** Returns the job's faults as text. The result is empty if no fault is known. */
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
        return dropped > 0 ? "Dropped since the job began: " + Wording.count(dropped, "message") + "." : "";
    }
}

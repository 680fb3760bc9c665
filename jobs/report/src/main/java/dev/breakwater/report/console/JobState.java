package dev.breakwater.report.console;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.breakwater.ledger.ConfigurationRow;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of the job, and the time of its last report. */
public record JobState(
        @JsonPropertyDescription(JobState.ALIVE) boolean alive,

        @JsonPropertyDescription("when the job last reported; null if never")
        Instant heardAt,

        @JsonPropertyDescription("when a drill last passed; null if never")
        Instant brakeProven,

        @JsonPropertyDescription("its last `heartbeat.json`; null if the job writes none")
        HeartbeatRow heartbeat,

        @JsonPropertyDescription("its last `configuration.json`; null if no job has read its configuration yet")
        ConfigurationRow configuration) {

    /** The age in seconds at which a heartbeat means that the job is silent. The job writes a heartbeat every 60 s. */
    private static final int SILENT_AFTER = 90;
    /**
     * The age in minutes at which the files of a job on a cluster mean that the job is silent. Such a job writes no
     * heartbeat, but it writes the fleet's file every five minutes.
     */
    private static final int SILENT_ON_A_CLUSTER_AFTER = 6;

    private static final String NEVER = "No run has written here yet.";

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
        return new JobState(alive, heardAt, brakeProven, heartbeat, null);
    }

    /** Returns the same state with the content of {@code configuration.json}, which may be null. */
    public JobState with(ConfigurationRow known) {
        return new JobState(alive, heardAt, brakeProven, heartbeat, known);
    }

    /** Returns whether the job reported earlier but no longer reports. */
    public boolean silent() {
        return !alive && heardAt != null;
    }

    /**
     * Returns the reasons why the job is not healthy. The job does not report, a feed is silent, a changed configuration
     * is refused, or a receiver accepts no alerts. The text is empty if the job is healthy.
     */
    public String unhealthy() {
        String dead = silent() ? "The job has not reported since " + Wording.minute(heardAt) + "." : "";
        return joined(dead, heardAt == null ? NEVER : "", refused(), notReporting(), undelivered());
    }

    /** Returns the job's faults as text, except that it does not report. The result is empty if no fault is known. */
    public String trouble() {
        return heardAt == null ? NEVER : joined(refused(), notReporting(), undelivered(), losses());
    }

    private static String joined(String... sentences) {
        return Stream.of(sentences).filter(s -> !s.isEmpty()).collect(Collectors.joining(" "));
    }

    private String refused() {
        return configuration == null ? "" : configuration.refusedText();
    }

    private String notReporting() {
        if (heartbeat == null || heartbeat.feed().silent().isEmpty()) return "";
        return heartbeat.feed().silent().stream()
                .map(s -> s.subject() + ", for " + Wording.span(Duration.ofSeconds(s.seconds())))
                .collect(Collectors.joining("; ", "Not reporting: ", "."));
    }

    private String undelivered() {
        return heartbeat == null
                ? ""
                : HeartbeatRow.failingText(heartbeat.waiting().messagesFailing());
    }

    private String losses() {
        if (heartbeat == null) return "";
        if (heartbeat.feed().unwatched() > 0) return heartbeat.unwatchedText() + ": raise state.functions.";
        long dropped = heartbeat.waiting().messagesDropped();
        return dropped > 0 ? "Dropped since the job began: " + Wording.count(dropped, "message") + "." : "";
    }
}

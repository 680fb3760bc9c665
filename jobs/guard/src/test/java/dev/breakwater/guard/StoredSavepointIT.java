package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.SavedLimits.Function;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job of this code begins with a savepoint of an earlier release, and with the marks, the ledger and the open alerts
 * that belong to it; {@link SavepointMaker} says what is in them. It is long ago: all leases are over by now.
 */
class StoredSavepointIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> CHANGED_BY_HAND = Set.of("by-hand", "queue-by-hand");
    private static final int HAND = 33;
    /** AWS refused its release; it was pending when the savepoint was made. */
    private static final String STUCK = "brief-stuck";

    @TempDir
    Path folder;

    private final MetricStreamFiles samples = new MetricStreamFiles(SavedLimits.ACCOUNT);
    private SavedWorld world;
    private JsonNode stored;
    private long next = System.currentTimeMillis() / 60_000 - 60;
    private int files;

    @BeforeEach
    void start() throws Exception {
        world = new SavedWorld(folder);
        stored = new ObjectMapper()
                .readTree(SavedWorld.resource("0.1.0/world.json").toFile());
        Files.createDirectories(folder.resolve("ledger"));
        Files.copy(SavedWorld.resource("0.1.0/ledger.jsonl"), folder.resolve("ledger/ledger.jsonl"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void givesBackExactlyWhatWasFoundAndLeavesNoAlertOpen() throws Exception {
        world.limits().put(stored.path("limits"), f -> !f.name().equals(STUCK));
        for (String key : opened()) trigger(key);
        assertThat(marked()).contains("held", "rising", "half-risen", "queued", "paused", "shop-a", "shop-b");
        feed();
        world.run(SavedWorld.resource("0.1.0/savepoint").toUri().toString());
        // the pager is asked first: the others take a call of the emulator for each function
        await(() -> open().isEmpty() && unsettled().isEmpty() && marked().isEmpty());
        assertThat(unsettled()).as("limits that are not what was found").isEmpty();
        assertThat(marked()).as("marks of ours").isEmpty();
        assertThat(open()).as("open alerts").isEmpty();
        assertThat(world.pager().refusals()).isEmpty();
        assertThat(opened())
                .hasSizeGreaterThan(5)
                .allSatisfy(key -> assertThat(world.pager().alert(key).closed())
                        .as("resolved under its own key")
                        .isEqualTo(1));
    }

    @Test
    @Tag("full") // ObservedTest has it for control alone
    void aReleaseThatAwsRefusedIsDoneHoweverLongAgoThatWas() throws Exception {
        world.limits().put(stored.path("limits"), f -> f.name().equals(STUCK));
        assertThat(marked()).containsExactly(STUCK);
        feed();
        world.run(SavedWorld.resource("0.1.0/savepoint").toUri().toString());
        await(() -> !unsettled().containsKey(STUCK) && marked().isEmpty());
        assertThat(unsettled()).doesNotContainKey(STUCK);
        assertThat(marked()).isEmpty();
    }

    /** Waits as long as the job lives: what does not fit into its state ends it. */
    private void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds() && System.nanoTime() < deadline) {
            JobStatus status = world.job().getJobStatus().get();
            if (status.isGloballyTerminalState())
                world.job().getJobExecutionResult().get();
            feed();
            Waiting.pause();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Limits that are neither what was found nor what a human set. */
    private Map<String, Integer> unsettled() {
        Map<String, Integer> wrong = new TreeMap<>();
        for (Function f : SavedLimits.FUNCTIONS) {
            int limit = world.limits().limit(f);
            int due = CHANGED_BY_HAND.contains(f.name()) ? HAND : f.found();
            if (limit != due) wrong.put(f.name(), limit);
        }
        return wrong;
    }

    private List<String> marked() {
        return SavedLimits.FUNCTIONS.stream()
                .filter(f -> world.limits().tags(f).containsKey("breakwater:owner"))
                .map(Function::name)
                .toList();
    }

    /** Incidents' alerts; the committer's own, that it cannot act, ends some minutes after any start. */
    private List<String> opened() {
        List<String> keys = new ArrayList<>();
        stored.path("open").forEach(key -> keys.add(key.asText()));
        keys.removeIf(key -> key.contains("/cannot-act/"));
        return keys;
    }

    private List<String> open() {
        return world.pager().alerts().stream()
                .filter(Alert::open)
                .map(Alert::dedupKey)
                .toList();
    }

    /** All is calm: each minute of the last hour, and each that is over since. */
    private void feed() {
        long over = System.currentTimeMillis() / 60_000;
        if (next >= over) return;
        for (; next < over; next++) {
            // as much as usual would burn the budget again
            for (Function f : SavedLimits.FUNCTIONS)
                samples.minute(f.name(), next, f.name().startsWith("shop-") ? 3 : 300);
        }
        samples.into(folder.resolve("landing"), String.format("restored-%04d.jsonl", ++files));
    }

    /** An alert that was open in the pager when the savepoint was made. */
    private void trigger(String key) throws Exception {
        String body = """
                {"routing_key": "%s", "event_action": "trigger", "dedup_key": "%s",
                 "payload": {"summary": "before the upgrade", "source": "test", "severity": "critical"}}
                """.formatted(SavedWorld.KEY, key);
        HttpRequest request = HttpRequest.newBuilder(world.pager().endpoint())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
    }
}

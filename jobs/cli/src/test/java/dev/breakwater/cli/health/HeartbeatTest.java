package dev.breakwater.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.JobMetrics;
import dev.breakwater.ledger.folder.RunFolder;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Heartbeat heartbeat = new Heartbeat(new RunFolder(Path.of("unused")));

    @Test
    void sumsWhatSubtasksSayAndTellsWhatIsNew() {
        Gauge samples = gauge(JobMetrics.SAMPLES, 400);
        gauge(JobMetrics.NEWEST, NOW.getEpochSecond() - 75);
        gauge(JobMetrics.FUNCTIONS, 40);
        gauge(JobMetrics.OPEN, 1).labels("1").set(2);
        line();
        samples.labels("0").set(1_720);
        assertThat(line())
                .isEqualTo("1,320 samples in the last minute (1,720 since the start), newest 75 s old, 40 functions,"
                        + " 0 rejects, 0 late; 3 surges open, 0 throttles held");
        samples.labels("0").set(5);
        assertThat(line()).as("after a restart").startsWith("5 samples in the last minute");
    }

    @Test
    void saysThatThereIsNoNewestSample() {
        gauge(JobMetrics.SAMPLES, 0);
        assertThat(line()).contains("no newest");
    }

    @Test
    void aJobThatEndsBeforeItsTasksRunHasAHeartbeatWhichALaterStartDoesNotRenew(@TempDir Path folder)
            throws IOException {
        RunFolder run = new RunFolder(folder);
        new Heartbeat(run).begin();
        Instant first = run.heartbeat().orElseThrow().at();
        new Heartbeat(run).begin();
        assertThat(run.heartbeat().orElseThrow().at()).isEqualTo(first);
    }

    private String line() {
        return heartbeat.line(Heartbeat.row(registry, NOW).orElseThrow(), registry);
    }

    private Gauge gauge(String name, double value) {
        Gauge gauge = Gauge.build("flink_taskmanager_job_task_operator_" + name, "x")
                .labelNames("subtask")
                .register(registry);
        gauge.labels("0").set(value);
        return gauge;
    }
}

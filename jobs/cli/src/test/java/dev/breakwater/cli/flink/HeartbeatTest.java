package dev.breakwater.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.JobMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Gauge;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Instant NOW = Instant.parse("2026-08-05T12:00:00Z");

    private final Heartbeat heartbeat = new Heartbeat(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AtomicLong samples = new AtomicLong(400);

    @Test
    void sumsWhatSubtasksSayAndTellsWhatIsNew() {
        add(JobMetrics.SAMPLES, samples::get);
        add(JobMetrics.NEWEST, () -> NOW.getEpochSecond() - 75);
        add(JobMetrics.FUNCTIONS, () -> 40);
        add(JobMetrics.OPEN, () -> 1);
        add(JobMetrics.OPEN, () -> 2);
        Gauge<?> gone = () -> 7;
        heartbeat.notifyOfAddedMetric(gone, JobMetrics.HELD, null);
        heartbeat.notifyOfRemovedMetric(gone, JobMetrics.HELD, null);
        heartbeat.line();
        samples.set(1_720);
        assertThat(heartbeat.line())
                .isEqualTo("1,320 samples in the last minute (1,720 since the start), newest 75 s old, 40 functions,"
                        + " 0 rejects, 0 late; 3 incidents open, 0 throttles held");
        samples.set(5);
        assertThat(heartbeat.line()).as("after a restart").startsWith("5 samples in the last minute");
    }

    @Test
    void saysThatThereIsNoNewestSample() {
        add(JobMetrics.NEWEST, () -> 0);
        assertThat(heartbeat.line()).contains("no newest");
    }

    private void add(String name, Gauge<?> gauge) {
        heartbeat.notifyOfAddedMetric(gauge, name, null);
    }
}

package dev.breakwater.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.JobMetrics;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void saysWhenADrillProvedTheBrakeWhateverElseIsWrong() {
        CollectorRegistry registry = new CollectorRegistry();
        Gauge passed = Gauge.build("flink_taskmanager_job_task_operator_" + JobMetrics.DRILL_PASSED, "x")
                .register(registry);
        assertThat(Health.of(registry).brakeProven()).isNull();
        passed.set(1_785_456_000);
        assertThat(Health.of(registry).json())
                .isEqualTo("{\"status\":\"the job's tasks do not run yet, because they are starting\","
                        + "\"brakeProven\":\"2026-07-31T00:00:00Z\"}");
    }

    @Test
    void messagesThatAReceiverDoesNotAcceptAreTrouble() {
        CollectorRegistry registry = new CollectorRegistry();
        gauge(registry, JobMetrics.SILENT, "subject").labels("the feed").set(0);
        Gauge failing = gauge(registry, Health.FAILING, "receiver");
        failing.labels("notify").set(0);
        assertThat(Health.of(registry).trouble()).isEmpty();
        failing.labels("notify-slack").set(2);
        assertThat(Health.of(registry).trouble()).isEqualTo("Messages to people that fail: 2. The log says why.");
    }

    private static Gauge gauge(CollectorRegistry registry, String name, String label) {
        return Gauge.build("flink_taskmanager_job_task_operator_" + name, "x")
                .labelNames(label)
                .register(registry);
    }

    @Test
    void metricsThatChangeWhileTheyAreReadAreReadAgain() {
        CollectorRegistry registry = new CollectorRegistry();
        AtomicInteger reads = new AtomicInteger();
        registry.register(new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                if (reads.getAndIncrement() == 0) throw new ConcurrentModificationException();
                return List.of();
            }
        });
        assertThat(Health.families(registry)).isEmpty();
        assertThat(reads).as("in vain, and again").hasValue(2);
    }
}

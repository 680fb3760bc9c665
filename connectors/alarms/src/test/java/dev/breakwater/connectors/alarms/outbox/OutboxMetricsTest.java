package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {

    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    @Test
    void showsTheTotalsOfTheOutbox() {
        Counter records = new SimpleCounter();
        OutboxMetrics metrics = new OutboxMetrics(new Recording(), records, () -> 42);
        metrics.show(new Outbox.Counts(1, 1, 0, 0, 0, 0));
        metrics.show(new Outbox.Counts(10, 5, 4, 3, 2, 1));
        assertThat(total("events")).isEqualTo(10);
        assertThat(total("sent")).isEqualTo(5);
        assertThat(records.getCount()).isEqualTo(5);
        assertThat(total("retried")).isEqualTo(4);
        assertThat(total("rejected")).isEqualTo(3);
        assertThat(total("coalesced")).isEqualTo(2);
        assertThat(total("dropped")).isEqualTo(1);
        assertThat(gauges.get("breakwater_notify_queue_events").getValue()).isEqualTo(42);
    }

    private long total(String noun) {
        return counters.get("breakwater_notify_" + noun + "_total").getCount();
    }

    private final class Recording extends UnregisteredMetricsGroup {
        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(name, counter);
            return counter;
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(name, gauge);
            return gauge;
        }
    }
}

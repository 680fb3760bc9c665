package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {

    private static final long NOW = 1_764_000_000_000L;

    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final Iterator<AlarmChannel.Delivery> answers = List.<AlarmChannel.Delivery>of(
                    new AlarmChannel.Delivery.RetryLater("busy", Duration.ZERO, false),
                    new AlarmChannel.Delivery.Accepted("k"),
                    new AlarmChannel.Delivery.Rejected(400, List.of("no")))
            .iterator();

    @Test
    void showsTheTotalsOfTheOutbox() throws InterruptedException {
        Counter records = new SimpleCounter();
        AtomicLong clock = new AtomicLong(NOW);
        OutboxLimits quick = OutboxLimits.defaults().withBackoff(Duration.ofMillis(1), Duration.ofMillis(1));
        OutboxSender sender = new OutboxSender(
                Outbox.fresh(quick), () -> event -> answers.next(), lost -> {}, clock::incrementAndGet, OpenKeys.NONE);
        sender.start("", new Recording(), records);
        assertThat(total("events")).isZero();
        sender.offer(Alarms.trigger("k", NOW));
        sender.finish(Duration.ofSeconds(20));
        sender.offer(Alarms.trigger("refused", NOW));
        sender.finish(Duration.ofSeconds(20));
        sender.close();
        assertThat(total("events")).isEqualTo(2);
        assertThat(total("sent")).isEqualTo(1);
        assertThat(records.getCount()).isEqualTo(1);
        assertThat(total("retried")).isEqualTo(1);
        assertThat(total("rejected")).isEqualTo(1);
        assertThat(total("coalesced")).isZero();
        assertThat(total("dropped")).as("a refused alarm counts as undelivered").isEqualTo(1);
        assertThat(gauges.get("breakwater_notify_queue_events").getValue()).isEqualTo(0);
        assertThat(gauges.get("breakwater_notify_failing_events").getValue())
                .as("until the receiver accepts the refused alarm")
                .isEqualTo(1);
    }

    private long total(String noun) {
        return (long) gauges.get("breakwater_notify_" + noun + "_total").getValue();
    }

    private final class Recording extends UnregisteredMetricsGroup {
        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(name, gauge);
            return gauge;
        }
    }
}

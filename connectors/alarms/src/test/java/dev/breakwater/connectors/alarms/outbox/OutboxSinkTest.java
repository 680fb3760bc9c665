package dev.breakwater.connectors.alarms.outbox;

import static dev.breakwater.connectors.alarms.outbox.Alarms.notice;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests one sink with the outboxes of several receivers. Receivers are added and removed. */
@SuppressWarnings("try") // the harness's close() may be interrupted
@Timeout(30)
class OutboxSinkTest {

    private static final Map<String, BlockingQueue<String>> HEARD = new ConcurrentHashMap<>();
    private static final String AWAY = "away";

    @AfterEach
    void forget() {
        HEARD.clear();
    }

    @Test
    void aReceiverThatIsAwayDelaysNobodyAndEachHearsWhatItTakes() throws Exception {
        try (var sink = SinkHarness.open(
                sink(outbox(AWAY, true, true), outbox("pager", true, false), outbox("chat", false, true)))) {
            sink.processElement(trigger("k", now()), 0);
            sink.processElement(notice("n", now()), 0);
            assertThat(heard("pager")).isEqualTo("k");
            assertThat(heard("chat")).isEqualTo("n");
        }
        assertThat(HEARD.values()).allMatch(BlockingQueue::isEmpty);
    }

    @Test
    void unsentAlertsWaitUnderTheReceiversNameWhoeverElseComesOrGoes() throws Exception {
        OperatorSubtaskState unsent;
        try (var sink = SinkHarness.open(sink(outbox(AWAY, true, true), outbox("gone-" + AWAY, true, true)))) {
            sink.processElement(trigger("k", now()), 0);
            unsent = sink.snapshot(1, 1);
        }
        try (var sink = SinkHarness.restored(sink(outbox("new", true, true), outbox(AWAY, true, true)), unsent)) {
            unsent = sink.snapshot(2, 2);
        }
        assertThat(HEARD).as("nothing of another's").doesNotContainKey("new");
        OutboxSink back = new OutboxSink(() -> new Line("back"), quick(), unheard -> {}, WallClock.system())
                .named(AWAY, true, true);
        try (var sink = SinkHarness.restored(sink(back, outbox("gone-" + AWAY, true, true)), unsent)) {
            assertThat(heard("back")).isEqualTo("k");
        }
    }

    @Test
    void aJobWithoutAReceiverKeepsThePlace() throws Exception {
        try (var sink = SinkHarness.open(sink())) {
            sink.processElement(trigger("k", now()), 0);
            try (var later = SinkHarness.restored(sink(outbox("pager", true, true)), sink.snapshot(1, 1))) {
                later.processElement(trigger("l", now()), 0);
                assertThat(heard("pager")).isEqualTo("l");
            }
        }
    }

    @Test
    void twoOfOneNameAreRefusedBecauseTheyWouldShareTheirState() {
        assertThatThrownBy(() -> sink(outbox("a", true, true), outbox("a", true, true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OutboxSink sink(OutboxSink... outboxes) {
        return OutboxSink.of(Arrays.asList(outboxes));
    }

    private static OutboxSink outbox(String name, boolean alarms, boolean acts) {
        return new OutboxSink(() -> new Line(name), quick(), unheard -> {}, WallClock.system())
                .named(name, alarms, acts);
    }

    private static OutboxLimits quick() {
        return OutboxLimits.defaults().withBackoff(Duration.ofMillis(1), Duration.ofMillis(5));
    }

    private static String heard(String name) throws InterruptedException {
        return HEARD.computeIfAbsent(name, n -> new LinkedBlockingQueue<>()).poll(10, TimeUnit.SECONDS);
    }

    private static long now() {
        return WallClock.system().millis();
    }

    private record Line(String name) implements AlarmChannel {
        @Override
        public Delivery deliver(AlarmEvent event) {
            if (name.endsWith(AWAY)) return new Delivery.RetryLater("away", Duration.ZERO, false);
            HEARD.computeIfAbsent(name, n -> new LinkedBlockingQueue<>()).add(event.dedupKey());
            return new Delivery.Accepted(event.dedupKey());
        }
    }
}

package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.lambda.suite.OfStrings;
import dev.breakwater.connectors.lambda.suite.SinkSuite;
import dev.breakwater.connectors.lambda.suite.SinkWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Tag;

/**
 * Runs Flink's suite for the outbox of PagerDuty, SNS and EventBridge, with a receiver that is sometimes unavailable.
 */
@Tag("full") // part of every verify run, like OutboxRescaleTest
class AlarmSuiteTest extends SinkSuite {
    private static final Map<String, Receiver> RECEIVERS = new ConcurrentHashMap<>();

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.AT_LEAST_ONCE};

    @TestContext
    ExternalContextFactory<Receiver> receivers = Receiver::new;

    private static final class Receiver extends SinkWorld {
        private final String name;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Receiver(String name) {
            this.name = name;
            RECEIVERS.put(name, this);
        }

        @Override
        protected List<String> arrived() {
            return List.copyOf(heard);
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            OutboxLimits quick = OutboxLimits.defaults()
                    .withPerMinute(10_000)
                    .withBackoff(Duration.ofMillis(1), Duration.ofMillis(5));
            String receiver = name;
            return OfStrings.sink(
                    new OutboxSink(() -> new Line(receiver), quick, unheard -> {}, WallClock.system()),
                    key -> Alarms.trigger(key, System.currentTimeMillis()));
        }
    }

    private static final class Line implements AlarmChannel {
        private final String receiver;
        private int calls;

        Line(String receiver) {
            this.receiver = receiver;
        }

        @Override
        public Delivery deliver(AlarmEvent event) {
            if (calls++ % 10 == 0) return new Delivery.RetryLater("away", Duration.ZERO, false);
            RECEIVERS.get(receiver).heard.add(event.dedupKey());
            return new Delivery.Accepted(event.dedupKey());
        }
    }
}

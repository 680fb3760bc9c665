package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.lambda.suite.OfStrings;
import dev.breakwater.connectors.lambda.suite.SinkSuite;
import dev.breakwater.connectors.lambda.suite.SinkWorld;
import dev.breakwater.model.AccountFigures;
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

/** Runs Flink's suite for the sink of key figures. Each string stands for an account. */
@Tag("full")
class CloudWatchMetricsSuiteTest extends SinkSuite {
    private static final Map<String, Graphs> GRAPHS = new ConcurrentHashMap<>();

    @TestSemantics
    CheckpointingMode[] semantics = {CheckpointingMode.AT_LEAST_ONCE};

    @TestContext
    ExternalContextFactory<Graphs> graphs = Graphs::new;

    private static final class Graphs extends SinkWorld {
        private final String name;
        private final List<String> accounts = new CopyOnWriteArrayList<>();

        Graphs(String name) {
            this.name = name;
            GRAPHS.put(name, this);
        }

        @Override
        protected List<String> arrived() {
            return List.copyOf(accounts);
        }

        @Override
        public Sink<String> createSink(TestingSinkSettings settings) {
            String drawn = name;
            OutboxLimits.Backoff quick = new OutboxLimits.Backoff(Duration.ofMillis(1), Duration.ofMillis(5));
            return OfStrings.sink(
                    new CloudWatchMetricsSink(() -> batch -> draw(drawn, batch), quick, WallClock.system()),
                    CloudWatchMetricsSuiteTest::ofAccount);
        }
    }

    private static Delivery draw(String graphs, List<AccountFigures> batch) {
        batch.forEach(figures -> GRAPHS.get(graphs).accounts.add("f" + Long.parseLong(figures.account())));
        return new Delivery.Accepted("");
    }

    private static AccountFigures ofAccount(String name) {
        String account = "%012d".formatted(Long.parseLong(name.substring(1)));
        return new AccountFigures(System.currentTimeMillis(), account, "eu-west-1", 0, 0, 0, 0);
    }
}

package dev.breakwater.connectors.alarms.outbox;

import static dev.breakwater.connectors.alarms.outbox.Alarms.resolve;
import static dev.breakwater.connectors.alarms.outbox.Alarms.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.lambda.suite.OfStrings;
import dev.breakwater.connectors.testkit.flink.SuiteCluster;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironmentSettings;
import org.apache.flink.connector.testframe.source.FromElementsSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what Flink's suite does not test: unsent alarms and open keys over savepoints, at parallelism 2, 1 and 2. */
@Timeout(60)
class OutboxRescaleTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int KEYS = 10;

    private final MiniClusterTestEnvironment cluster = SuiteCluster.start();
    private final PagerDutyDouble pagerDuty = PagerDutyDouble.start();

    @BeforeEach
    void start() throws Exception {
        cluster.startUp();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.tearDown();
        pagerDuty.close();
    }

    @Test
    void nothingIsLostAndNothingOpensTwice() throws Exception {
        List<String> story = story();
        Answer away = Answer.of(Answer.Kind.SERVER_ERROR);
        pagerDuty.script(Stream.generate(() -> away).limit(3).toArray(Answer[]::new));
        pagerDuty.script(Answer.of(Answer.Kind.STALL));
        String unsent = run(story, KEYS, 2, "", pd -> pd.calls() == 4);
        assertThat(pagerDuty.accepted()).isEmpty();

        String open = run(story, KEYS, 1, unsent, pd -> pd.alerts().size() == KEYS);
        String half = run(story, KEYS + KEYS / 2, 2, open, pd -> closed(pd) == KEYS / 2);

        // the event in flight at a savepoint is sent again, so a resolve may come twice, but a page may not
        run(story, 2 * KEYS, 1, half, pd -> closed(pd) == KEYS);
        assertThat(pagerDuty.alerts()).hasSize(KEYS).allMatch(alert -> alert.opened() == 1 && !alert.open());
    }

    /** Raises all alarms, then ends them all. */
    private static List<String> story() {
        List<String> story = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) story.add("raise k" + i);
        for (int i = 0; i < KEYS; i++) story.add("end k" + i);
        return story;
    }

    private static AlarmEvent event(String word) {
        String key = word.replaceAll(".* ", "");
        long now = WallClock.system().millis();
        return word.startsWith("raise") ? trigger(key, now) : resolve(key, now);
    }

    private static long closed(PagerDutyDouble pd) {
        return pd.alerts().stream().filter(alert -> !alert.open()).count();
    }

    /** Continues up to this event, and stops with a savepoint once PagerDuty has received enough. */
    private String run(List<String> story, int upTo, int parallelism, String from, Predicate<PagerDutyDouble> enough)
            throws Exception {
        TestEnvironmentSettings.Builder settings =
                TestEnvironmentSettings.builder().setConnectorJarPaths(List.of());
        if (!from.isEmpty()) settings.setSavepointRestorePath(from);
        OutboxSink sink = HttpChannel.sink(
                new PagerDuty(pagerDuty.endpoint().toString(), SecretRef.NONE, false),
                () -> KEY,
                false,
                quick(),
                unheard -> {});
        StreamExecutionEnvironment env = cluster.createExecutionEnvironment(settings.build());
        env.fromSource(
                        new FromElementsSource<>(Boundedness.CONTINUOUS_UNBOUNDED, story, upTo),
                        WatermarkStrategy.noWatermarks(),
                        "story",
                        Types.STRING)
                .setParallelism(1)
                .sinkTo(OfStrings.sink(sink, OutboxRescaleTest::event))
                .setParallelism(parallelism);
        JobClient job = env.executeAsync();
        pagerDuty.await(enough, Duration.ofSeconds(20));
        return job.stopWithSavepoint(false, cluster.getCheckpointUri(), SavepointFormatType.CANONICAL)
                .get(30, TimeUnit.SECONDS);
    }

    private static OutboxLimits quick() {
        return OutboxLimits.defaults().withBackoff(Duration.ofMillis(1), Duration.ofMillis(5));
    }
}

package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.AWAY;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PollingSourceTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .setConfiguration(new Configuration()
                    .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16))
                    .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16)))
            .build());

    private static final SetClock CLOCK = new SetClock(Instant.ofEpochMilli(PollWorld.START_MILLIS));
    private static final StoredPoints POINTS = new StoredPoints(CLOCK::millis);
    private static final CloudWatchDouble CLOUD_WATCH = new CloudWatchDouble(POINTS, CLOCK::millis);
    private static final BlockingQueue<String> STORY = new LinkedBlockingQueue<>();

    @Test
    void readsThePastThenThePresentAndGoesOnAfterAFailureWithoutGapOrDouble() throws Exception {
        for (int m = -40; m <= 5; m++) {
            for (Points.Place place : List.of(HOME, AWAY)) {
                POINTS.put(place, "f", "Invocations", START + m, 5, (START + m) * 60_000 + 80_000);
            }
        }
        StreamExecutionEnvironment env = job();
        JobClient client = env.executeAsync();
        try {
            List<String> story = awaitStory("mark -2");
            assertThat(story).containsSubsequence(A + " -40", B + " -40", "mark -39", A + " -39", B + " -39");
            awaitStory("kept");
            CLOCK.advance(Duration.ofMinutes(3));
            // the operator fails once at minute 1; the next attempt emits everything since the last checkpoint
            awaitStory("failed");
            story = awaitStory("mark 1");
            assertThat(story).doesNotContain(A + " -30");
            CLOCK.advance(Duration.ofMinutes(1));
            story = awaitStory("mark 2");
            assertThat(story.get(story.size() - 1)).isEqualTo("mark 2");
            CLOCK.advance(Duration.ofMinutes(1));
            story = awaitStory("mark 3");
            assertThat(story).containsExactly(A + " 2", B + " 2", "mark 3");
        } finally {
            client.cancel().get(30, TimeUnit.SECONDS);
        }
    }

    private static StreamExecutionEnvironment job() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1)));
        env.setParallelism(1);
        env.enableCheckpointing(20);
        PollSettings settings = PollWorld.settings(39, 1e6, A, B);
        env.fromSource(PollingSource.of(settings, new DoubleDoor(), CLOCK), WatermarkStrategy.noWatermarks(), "poll")
                .transform("listen", FeedRecord.typeInformation(), new Listener());
        return env;
    }

    /** Reads until the job emits this, and returns the output so far. */
    private static List<String> awaitStory(String word) throws InterruptedException {
        List<String> story = new ArrayList<>();
        while (!story.contains(word)) {
            String said = STORY.poll(30, TimeUnit.SECONDS);
            assertThat(said).as("waiting for " + word + " after " + story).isNotNull();
            story.add(said);
        }
        return story;
    }

    private record DoubleDoor() implements MetricsApi.Factory {
        @Override
        public MetricsApi open(PollTarget target) {
            return new DoubleApi(CLOUD_WATCH, new Points.Place(target.account(), target.region()));
        }
    }

    /** Records samples of functions and advances of the clock. */
    private static final class Listener extends AbstractStreamOperator<FeedRecord>
            implements OneInputStreamOperator<FeedRecord, FeedRecord>, Serializable {
        private static boolean failed;
        /** Belongs to the first attempt only. */
        private static long checkpoint;

        private boolean present;

        @Override
        public void processElement(StreamRecord<FeedRecord> element) {
            FeedRecord r = element.getValue();
            if (r.advances()) {
                long minute = r.advancesTo() - START;
                STORY.add("mark " + minute);
                present |= minute == -2;
            }
            if (r.kind() != FeedRecord.Kind.SAMPLE || r.datapoint().function().isEmpty()) {
                return;
            }
            long minute = r.datapoint().minute() - START;
            if (minute == 1 && !failed) {
                failed = true;
                STORY.add("failed");
                throw new IllegalStateException("asked to fail");
            }
            STORY.add(r.datapoint().account() + " " + minute);
        }

        /** Sends no events of its own. */
        @Override
        public void processWatermark(Watermark mark) {
            STORY.add("a watermark");
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            if (present && checkpoint == 0) {
                checkpoint = context.getCheckpointId();
            }
        }

        @Override
        public void notifyCheckpointComplete(long id) throws Exception {
            super.notifyCheckpointComplete(id);
            if (id == checkpoint) {
                STORY.add("kept");
            }
        }
    }
}

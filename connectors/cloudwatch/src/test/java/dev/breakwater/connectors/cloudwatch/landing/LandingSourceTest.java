package dev.breakwater.connectors.cloudwatch.landing;

import static dev.breakwater.connectors.cloudwatch.Lines.call;
import static dev.breakwater.connectors.cloudwatch.Lines.text;
import static dev.breakwater.connectors.cloudwatch.Lines.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.source.AbsentSource;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LandingSourceTest {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .setConfiguration(new Configuration()
                    .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16))
                    .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16)))
            .build());

    private static final Map<String, BlockingQueue<String>> STORIES = new ConcurrentHashMap<>();

    @TempDir
    Path dir;

    @Test
    void keepsPulseAndSampleInOrderThroughFlink() throws Exception {
        write(dir, "a", text(call("f", 0), call("f", 3), "rubbish", call("f", 1), call("f", 75), call("f", 3)));
        StreamExecutionEnvironment env = job(LandingSettings.bounded(Lines.NOON), false);
        env.execute();
        assertThat(STORIES.get(dir.toString()))
                .containsExactly(
                        "0 f@0",
                        "0 silent 1..2",
                        "3 f@3",
                        "3 not-json a:3",
                        "3 alive 1",
                        "3 f@1",
                        "3 silent 4..74",
                        "75 f@75",
                        "75 late f@3",
                        "end");
    }

    @Test
    void takesNewFilesWhileItRunsAndGoesOnAfterAFailure() throws Exception {
        Path a = write(dir, "a", text(call("f", 0)));
        StreamExecutionEnvironment env =
                job(LandingSettings.continuous(Lines.NOON).withDiscovery(Duration.ofMillis(20)), true);
        env.enableCheckpointing(20);
        JobClient client = env.executeAsync();
        try {
            awaitStory("0 f@0");
            Lines.append(a, text(call("f", 1)));
            awaitStory("1 f@1");
            write(dir, "b/1.gz", Lines.gzip(text(call("g", 2), call("fail-once", 2), call("g", 3))));
            write(dir, "c", text(call("h", 4)));
            List<String> story = awaitStory("4 h@4");
            // the failed attempt emitted a part; the next attempt emits everything since the last checkpoint
            assertThat(story).containsSubsequence("2 fail-once@2", "3 g@3", "4 h@4");
            assertThat(story)
                    .contains("2 g@2")
                    .filteredOn(s -> s.endsWith("@3"))
                    .hasSize(1);
        } finally {
            client.cancel().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFeedThatIsTakenOutLeavesAPlaceForItsStateAndComesBackAnew() throws Exception {
        Source<FeedRecord, ?, ?> feed = LandingSource.of(
                List.of(dir), LandingSettings.continuous(Lines.NOON).withDiscovery(Duration.ofMillis(20)));
        Source<FeedRecord, ?, ?> absent = absent(LandingSource.nowhere());
        write(dir, "a", text(call("f", 0)));
        String there = stopped("", feed, "0 f@0");
        String gone = stopped(there, absent, "");
        write(dir, "b", text(call("f", 1)));
        String back = stopped(gone, feed, "0 f@0", "1 f@1");
        write(dir, "c", text(call("f", 2)));
        assertThat(stopped(back, feed, "2 f@2")).isNotEmpty();
        // emitted before the savepoint
        stopped(there, feed, "1 f@1");
    }

    private static <S extends SourceSplit, E> Source<FeedRecord, S, E> absent(Source<FeedRecord, S, E> of) {
        return new AbsentSource<>(of, FeedRecord.typeInformation());
    }

    /** Continues from a savepoint until the job has emitted this. Returns the path of the next savepoint. */
    private String stopped(String from, Source<FeedRecord, ?, ?> feed, String... words) throws Exception {
        StreamExecutionEnvironment env = environment(false);
        if (!from.isEmpty()) env.configure(new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, from));
        env.fromSource(feed, WatermarkStrategy.noWatermarks(), "landing")
                .uid("landing")
                .transform("listen", FeedRecord.typeInformation(), new Listener(dir.toString()))
                .uid("listen");
        JobClient client = env.executeAsync();
        for (String word : words) {
            if (word.isEmpty()) continue;
            assertThat(awaitStory(word).stream().filter(w -> w.contains("@"))).containsExactly(word);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return client.stopWithSavepoint(
                                false,
                                dir.resolveSibling(dir.getFileName() + "-saved")
                                        .toUri()
                                        .toString(),
                                SavepointFormatType.CANONICAL)
                        .get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // not all tasks run yet
                if (System.nanoTime() > deadline || client.getJobStatus().get().isTerminalState()) throw e;
            }
        }
    }

    private StreamExecutionEnvironment job(LandingSettings settings, boolean failing) {
        StreamExecutionEnvironment env = environment(failing);
        env.fromSource(LandingSource.of(List.of(dir), settings), WatermarkStrategy.noWatermarks(), "landing")
                .transform("listen", FeedRecord.typeInformation(), new Listener(dir.toString()));
        return env;
    }

    private StreamExecutionEnvironment environment(boolean failing) {
        STORIES.put(dir.toString(), new LinkedBlockingQueue<>());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration()
                .set(PipelineOptions.GENERIC_TYPES, false)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, failing ? 1 : 0)
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1)));
        env.setParallelism(1);
        return env;
    }

    /** Reads until the job emits this, and returns the output so far. */
    private List<String> awaitStory(String word) throws InterruptedException {
        List<String> story = new ArrayList<>();
        while (!story.contains(word)) {
            String said = STORIES.get(dir.toString()).poll(30, TimeUnit.SECONDS);
            assertThat(said).as("waiting for " + word + " after " + story).isNotNull();
            story.add(said);
        }
        return story;
    }

    /** Records the emitted records and the end. */
    private static final class Listener extends AbstractStreamOperator<FeedRecord>
            implements OneInputStreamOperator<FeedRecord, FeedRecord>, Serializable {
        private static boolean failed;
        private final String key;

        Listener(String key) {
            this.key = key;
        }

        @Override
        public void processElement(StreamRecord<FeedRecord> element) {
            String word = Heard.word(element.getValue());
            if (word.startsWith("fail-once") && !failed) {
                failed = true;
                throw new IllegalStateException("asked to fail");
            }
            long minute = Math.floorDiv(element.getTimestamp(), 60_000) - Lines.BASE;
            STORIES.get(key).add(minute + " " + word);
        }

        @Override
        public void processWatermark(Watermark mark) {
            STORIES.get(key).add(mark.equals(Watermark.MAX_WATERMARK) ? "end" : "a watermark of its own");
        }
    }
}

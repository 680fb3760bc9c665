package dev.breakwater.cli.flink;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cli.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint has the state of a feed and of control. The job that starts from it has no control. */
class UnclaimedStateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    @BeforeAll
    static void leaveACheckpoint() throws Exception {
        JobClient job = build("source", "control").executeAsync();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (new Checkpoints(folder).newest().isEmpty() && System.nanoTime() < deadline)
            LockSupport.parkNanos(50_000_000);
        job.cancel().get(30, TimeUnit.SECONDS);
    }

    @Test
    void leasesAreNeverDroppedWithoutAWord() {
        assertThatThrownBy(() -> new Checkpoints(folder).check(build("source", "control-2")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("holds state that this version does not know: control.")
                .hasMessageContaining("breakwater release --all");
    }

    @Test
    void whatTakesAllOfItStarts() {
        assertThatCode(() -> new Checkpoints(folder).check(build("source", "control")))
                .doesNotThrowAnyException();
    }

    private static StreamExecutionEnvironment build(String feed, String control) {
        StreamExecutionEnvironment env =
                new EmbeddedFlink(1, "heap").forLive(new Checkpoints(folder), Duration.ofMillis(100));
        env.fromSource(new NumberSequenceSource(0, Long.MAX_VALUE), WatermarkStrategy.noWatermarks(), feed)
                .uid(feed)
                .keyBy(n -> n % 2)
                .process(new Newest())
                .uid(control)
                .sinkTo(new DiscardingSink<>())
                .uid("notify");
        return env;
    }

    private static final class Newest extends KeyedProcessFunction<Long, Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Long n, Context context, Collector<Long> out) throws Exception {
            ValueState<Long> newest = getRuntimeContext().getState(new ValueStateDescriptor<>("newest", Types.LONG));
            newest.update(n);
            // not as fast as it can
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package dev.breakwater.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a job continues with the other state backend, and back, only from the folder of the newest run. */
@Tag("full")
class BackendChangeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 2;

    @TempDir
    Path folder;

    @Test
    void theStateOfOneBackendIsTakenOverByTheOtherAndBack() throws Exception {
        Count.NEW_KEYS.set(0);
        for (String backend : new String[] {"heap", "rocksdb", "rocksdb", "heap"}) {
            String before = new Checkpoints(folder).backend().orElse(backend);
            if (!before.equals(backend)) {
                new Checkpoints(folder).convert(build(before));
                assertThat(new Checkpoints(folder).backend())
                        .as("either can read it")
                        .isEmpty();
            }
            Optional<Path> left = newest().map(Path::getParent);
            JobClient job = build(backend).executeAsync();
            await(() -> Count.NEW_KEYS.get() >= KEYS
                    && newest().map(Path::getParent)
                            .filter(run -> !Optional.of(run).equals(left))
                            .isPresent());
            // a checkpoint that began when all keys were known
            long known = number();
            await(() -> number() >= known + 2);
            job.cancel().get(30, TimeUnit.SECONDS);
            // until then, the job still deletes checkpoints that the test looks for below
            job.getJobExecutionResult().exceptionally(e -> null).get(30, TimeUnit.SECONDS);
            assertThat(new Checkpoints(folder).backend()).hasValue(backend);
            if (left.isPresent()) FileUtils.deleteDirectory(left.get().toFile());
        }
        assertThat(Count.NEW_KEYS).hasValue(KEYS);
    }

    private long number() {
        Optional<Path> newest = newest();
        while (newest.isEmpty()) newest = newest();
        return Long.parseLong(newest.get().getFileName().toString().replaceFirst("chk-", ""));
    }

    /** Returns nothing while the job deletes an old checkpoint. */
    private Optional<Path> newest() {
        try {
            return new Checkpoints(folder).newest();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private StreamExecutionEnvironment build(String backend) {
        StreamExecutionEnvironment env =
                new EmbeddedFlink(1, backend).forLive(new Checkpoints(folder), Duration.ofMillis(100));
        env.fromSource(new NumberSequenceSource(0, Long.MAX_VALUE), WatermarkStrategy.noWatermarks(), "source")
                .uid("source")
                .keyBy(n -> n % KEYS)
                .process(new Count())
                .uid("count")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        return env;
    }

    private static final class Count extends KeyedProcessFunction<Long, Long, Long> {

        private static final long serialVersionUID = 1L;
        /** Keys without state, in all runs of this process. */
        private static final AtomicInteger NEW_KEYS = new AtomicInteger();

        @Override
        public void processElement(Long n, Context context, Collector<Long> out) throws Exception {
            ValueState<Long> count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
            if (count.value() == null) NEW_KEYS.incrementAndGet();
            count.update(n);
            // not as fast as it can
            LockSupport.parkNanos(1_000_000);
        }
    }
}

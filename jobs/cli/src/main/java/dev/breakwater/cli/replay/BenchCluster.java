package dev.breakwater.cli.replay;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.reporter.AbstractReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

/**
 * A job in its own cluster. The bench can inspect the job's tasks and checkpoints, which a client of the cluster cannot
 * do.
 *
 * @param startSeconds the time from the submission of the job graph until the last task runs
 */
record BenchCluster(MiniCluster cluster, JobID job, double startSeconds) implements AutoCloseable {

    private static final int LOOK_EVERY_MILLIS = 200;

    /**
     * Starts the job that was built in the environment, and waits until all its tasks run.
     *
     * @param from the checkpoint to resume, or empty
     */
    static BenchCluster start(StreamExecutionEnvironment env, String from) throws Exception {
        Configuration c = new Configuration((Configuration) env.getConfiguration());
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(c)
                .setNumSlotsPerTaskManager(env.getParallelism())
                .withRandomPorts()
                .build());
        cluster.start();
        try {
            long start = System.nanoTime();
            JobGraph graph = env.getStreamGraph(false).getJobGraph();
            if (!from.isEmpty()) graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(from, false));
            cluster.submitJob(graph).get();
            BenchCluster started = new BenchCluster(cluster, graph.getJobID(), 0);
            started.await(started::runs);
            return new BenchCluster(cluster, graph.getJobID(), (System.nanoTime() - start) / 1e9);
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** Waits until the source has emitted this many samples since the start, not counting samples in buffers. */
    void awaitSamples(long samples) throws Exception {
        await(() -> samples() >= samples);
    }

    /** Takes a checkpoint. */
    CompletedCheckpointStats checkpoint() throws Exception {
        return checkpoint(CheckpointType.DEFAULT);
    }

    CompletedCheckpointStats checkpoint(CheckpointType type) throws Exception {
        long id = cluster.triggerCheckpoint(job, type).get();
        return (CompletedCheckpointStats)
                graph().getCheckpointStatsSnapshot().getHistory().getCheckpointById(id);
    }

    @Override
    public void close() {
        cluster.cancelJob(job).join();
        cluster.closeAsync().join();
    }

    private boolean runs() {
        int tasks = 0;
        for (AccessExecutionVertex task : graph().getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) return false;
            tasks++;
        }
        // Flink must first read the checkpoints of the job
        return tasks > 0;
    }

    private long samples() {
        SerializedValue<OptionalFailure<Object>> found =
                graph().getAccumulatorsSerialized().get(Normalise.SAMPLES);
        if (found == null) return 0;
        try {
            return (Long) found.deserializeValue(getClass().getClassLoader()).getUnchecked();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private AccessExecutionGraph graph() {
        try {
            return cluster.getExecutionGraph(job).get();
        } catch (Exception e) {
            throw new IllegalStateException("the job's state cannot be read", e);
        }
    }

    /** Waits while the job runs. */
    void await(BooleanSupplier what) throws InterruptedException {
        while (!what.getAsBoolean()) {
            if (graph().getFailureInfo() != null) {
                throw new IllegalStateException(graph().getFailureInfo().getExceptionAsString());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /**
     * Counts the timers that RocksDB holds in this process. RocksDB estimates the number, and the heap backend gives no
     * number.
     */
    public static final class TimerCount extends AbstractReporter implements MetricReporterFactory {

        private static TimerCount last;

        static long now() {
            return last.gauges.entrySet().stream()
                    .filter(g -> g.getValue().contains("_timer_state"))
                    .mapToLong(g -> ((Number) g.getKey().getValue()).longValue())
                    .sum();
        }

        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return last = this;
        }

        @Override
        public String filterCharacters(String name) {
            return name;
        }

        @Override
        public void open(MetricConfig config) {}

        @Override
        public void close() {}
    }

    /** Replaces the writer of incident pages. Records when the job emits control's decisions to page for a function. */
    static final class DecisionTimes implements Sink<PageUpdate> {

        private static final long serialVersionUID = 1L;

        private static final String PAGE = DecisionType.PAGE.wire();
        /** The decisions so far, by {@link System#nanoTime}. The job runs in this process, so it shares this queue. */
        private static final Queue<Long> ALL = new ConcurrentLinkedQueue<>();

        /** Returns the times of the decisions since the last call, in order. */
        static List<Long> take() {
            List<Long> taken = new ArrayList<>();
            for (Long nanos = ALL.poll(); nanos != null; nanos = ALL.poll()) taken.add(nanos);
            return taken;
        }

        @Override
        public SinkWriter<PageUpdate> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {

                @Override
                public void write(PageUpdate update, Context context) {
                    note(update, System.nanoTime());
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }

        private static void note(PageUpdate update, long nanos) {
            if (update.kind() != PageUpdate.Kind.DECISION) return;
            DecisionRow row = LedgerJson.readOwn(update.json(), DecisionRow.class);
            if (row.where().function() != null && row.type().equals(PAGE)) ALL.add(nanos);
        }
    }
}

package dev.breakwater.cli.flink;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.FlinkOptions;
import dev.breakwater.guard.StateBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.prometheus.UnservedPrometheusReporter;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink in this JVM. The environment has the settings in {@link FlinkOptions}, and the options that a cluster sets in
 * its own configuration.
 */
public final class EmbeddedFlink {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String LOOPBACK = "127.0.0.1";
    /** The memory of network buffers for each parallel task, outside the heap. We measured 27 MiB. */
    private static final int NETWORK_MIB = 36;
    /**
     * The memory outside the heap for RocksDB's caches and write buffers, for each parallel task. The heap backend
     * needs no such memory.
     */
    private static final long MANAGED = 256L << 20;
    /**
     * The memory of RocksDB as a share of the heap. For a million functions, 2 GiB needed a seventh less CPU than half
     * a GiB.
     */
    private static final int MANAGED_PART = 3;

    private EmbeddedFlink() {}

    /**
     * Returns the environment for a replay, which runs as fast as possible. A failure is final.
     *
     * @param backend {@code heap} or {@code rocksdb}
     */
    public static StreamExecutionEnvironment forRecording(int parallelism, String backend) {
        Configuration c = common(parallelism, backend);
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    /**
     * Returns the environment for a live run. The environment keeps checkpoints, resumes the newest checkpoint, retries
     * after a failure, and deletes checkpoints of old runs.
     *
     * @param backend {@code heap} or {@code rocksdb}
     */
    public static StreamExecutionEnvironment forLive(
            int parallelism, Path checkpoints, Duration every, String backend) {
        Configuration c = common(parallelism, backend);
        if (backend.equals(Settings.State.ROCKSDB)) {
            c.set(
                    RocksDBOptions.LOCAL_DIRECTORIES,
                    RocksFolder.anew(checkpoints).toString());
        }
        Heartbeat.addTo(c);
        UnservedPrometheusReporter.addTo(c);
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, every);
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, location(checkpoints));
        NewestCheckpoint.deleteOlder(checkpoints);
        Optional<Path> newest = NewestCheckpoint.in(checkpoints);
        newest.ifPresent(p -> LOG.info("Resuming from {}", p));
        newest.ifPresent(p -> c.set(StateRecoveryOptions.SAVEPOINT_PATH, location(p)));
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    /**
     * Returns the state backend of the newest checkpoint ({@code heap} or {@code rocksdb}) if no other backend can read
     * the checkpoint.
     */
    public static Optional<String> backend(Path checkpoints) {
        return NewestCheckpoint.in(checkpoints).flatMap(NewestCheckpoint::backend);
    }

    /**
     * Runs a job from the newest checkpoint until it has written a savepoint that any state backend can read. The
     * savepoint is then the newest state.
     *
     * @throws Refusal if the savepoint is not written within five minutes; the checkpoint then stays unchanged
     */
    public static void convert(StreamExecutionEnvironment env, Path checkpoints) throws Exception {
        JobClient job = env.executeAsync("breakwater");
        // the folder is named like a run's folder, so that it is deleted when it is old
        String folder = location(checkpoints.resolve(new JobID().toHexString()));
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean saved = false;
        while (!saved) {
            try {
                job.stopWithSavepoint(false, folder, SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                saved = true;
            } catch (ExecutionException | TimeoutException e) {
                if (System.nanoTime() - end > 0) {
                    job.cancel();
                    throw Refusal.error("state.backend: the newest checkpoint cannot be converted: " + e.getCause()
                            + "; set the earlier backend again");
                }
                // wait until all tasks run
                TimeUnit.SECONDS.sleep(1);
            }
        }
        // waits for the job's end, because until then the job uses its files and deletes checkpoints
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Checks that the job uses the whole state that it will resume. Flink would also refuse, but without advice.
     *
     * @throws Refusal if leases or open incidents would be lost; the message says what to do
     */
    public static void checkState(StreamExecutionEnvironment env, Path checkpoints) {
        NewestCheckpoint.in(checkpoints)
                .ifPresent(newest ->
                        UnclaimedState.check(newest, env.getStreamGraph(false).getJobGraph()));
    }

    /**
     * Returns the folder's address in Flink's form. Flink does not decode paths, so an encoded space would address
     * another folder.
     */
    private static String location(Path path) {
        return "file://" + path.toAbsolutePath();
    }

    private static Configuration common(int parallelism, String backend) {
        Configuration c = FlinkOptions.published();
        c.addAll(StateBackend.of(backend));
        long managed = Math.max(MANAGED * parallelism, Runtime.getRuntime().maxMemory() / MANAGED_PART);
        c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, new MemorySize(managed));
        // Flink cannot start without its REST endpoint, which would run code for anyone, so ClosedRest refuses every
        // request
        c.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        c.set(RestOptions.BIND_PORT, "0");
        c.set(WebOptions.SUBMIT_ENABLE, false);
        c.set(WebOptions.CANCEL_ENABLE, false);
        // the blob server also uses this address, and would otherwise be open to the network
        c.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        c.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        c.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        // Flink's default of 64 MiB is enough only up to parallelism eight; without enough buffers, a job never begins
        MemorySize network = MemorySize.ofMebiBytes(Math.max(64, NETWORK_MIB * parallelism));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        return c;
    }

    /**
     * The folder for RocksDB's files. Each run has a temporary folder. If a run was killed, the next run deletes the
     * killed run's folder.
     */
    static final class RocksFolder {

        private static final String PREFIX = "breakwater-rocksdb";

        private RocksFolder() {}

        /** Makes a folder. The name of the earlier run's folder is stored next to the checkpoints. */
        static Path anew(Path checkpoints) {
            try {
                Path note = Files.createDirectories(checkpoints).resolve(PREFIX);
                if (Files.exists(note)) {
                    Path before = Path.of(Files.readString(note));
                    if (before.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(before)) {
                        NewestCheckpoint.delete(before);
                    }
                }
                Path folder = Files.createTempDirectory(PREFIX);
                Files.writeString(note, folder.toString());
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException("no folder can be made for RocksDB's files", e);
            }
        }
    }

    /**
     * Finds state in a checkpoint that no operator of the job uses, for example leases of a newer version.
     */
    static final class UnclaimedState {

        private UnclaimedState() {}

        /**
         * Checks the state before the job starts.
         *
         * @throws Refusal if state that every job needs would be lost; the message names the checkpoint and the state
         */
        static void check(Path checkpoint, JobGraph job) {
            List<String> unclaimed = of(checkpoint, job);
            if (unclaimed.isEmpty()) return;
            throw Refusal.error("checkpoints.path: " + checkpoint + " holds state that this version does not know: "
                    + String.join(", ", unclaimed)
                    + "; run the version that wrote it, or release its limits (breakwater release "
                    + "--all) and start with another checkpoints.path");
        }

        /** Returns the uids, or unknown ids, of operators that have state but are not in the job. */
        static List<String> of(Path checkpoint, JobGraph job) {
            Set<OperatorID> known = new HashSet<>();
            for (JobVertex vertex : job.getVertices()) {
                for (OperatorIDPair pair : vertex.getOperatorIDs()) {
                    known.add(pair.getGeneratedOperatorID());
                    pair.getUserDefinedOperatorID().ifPresent(known::add);
                }
            }
            return NewestCheckpoint.states(checkpoint).stream()
                    .filter(state -> !known.contains(state.getOperatorID()))
                    .filter(state -> state.getStateSize() > 0)
                    .map(state -> state.getOperatorUid()
                            .filter(uid -> !uid.isEmpty())
                            .orElseGet(() -> state.getOperatorID().toHexString()))
                    .sorted()
                    .toList();
        }
    }
}

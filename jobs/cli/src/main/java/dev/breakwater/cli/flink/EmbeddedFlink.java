package dev.breakwater.cli.flink;

import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.FlinkOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.metrics.prometheus.UnservedPrometheusReporter;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink in this JVM. The environment has the settings in {@link FlinkOptions}, and the options that a cluster sets in
 * its own configuration.
 *
 * @param backend {@code heap} or {@code rocksdb}
 */
public record EmbeddedFlink(int parallelism, String backend) {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

    private static final String ROCKS = "breakwater-rocksdb";
    private static final String LOOPBACK = "127.0.0.1";
    /**
     * The memory of network buffers for each parallel task, outside the heap. The job's streams may ask for 42 MiB, and
     * Flink warns at each start if there is less. We measured 27 MiB.
     */
    private static final int NETWORK_MIB = 44;
    /**
     * The memory outside the heap for RocksDB's caches and write buffers, for each parallel task. The heap backend
     * needs no such memory.
     */
    private static final long MANAGED = 256L << 20;
    /**
     * The memory of RocksDB as a share of the heap. In a measurement with a million functions, 2 GiB needed a seventh
     * less CPU than half a GiB.
     */
    private static final int MANAGED_PART = 3;

    /**
     * Returns the environment for a replay, which runs as fast as possible. A failure is final.
     */
    public StreamExecutionEnvironment forRecording() {
        Configuration c = common();
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        // a replay's progress comes with the heartbeats
        c.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        // Flink may close Pekko's class loader while this hook runs, and the command would end with a stack trace
        System.setProperty("pekko.jvm-shutdown-hooks", "off");
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    /**
     * Returns the environment for a live run. The environment keeps checkpoints, resumes the newest checkpoint, retries
     * after a failure, and deletes checkpoints of old runs.
     */
    public StreamExecutionEnvironment forLive(Checkpoints checkpoints, Duration every) {
        Path folder = checkpoints.folder();
        Configuration c = common();
        if (backend.equals(Settings.State.ROCKSDB)) {
            c.set(RocksDBOptions.LOCAL_DIRECTORIES, rocksFolder(folder).toString());
        }
        UnservedPrometheusReporter.addTo(c);
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, every);
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, Checkpoints.location(folder));
        checkpoints.deleteOlder();
        Optional<Path> newest = checkpoints.newest();
        newest.ifPresent(p -> LOG.info("Resuming from {}", p));
        newest.ifPresent(p -> c.set(StateRecoveryOptions.SAVEPOINT_PATH, Checkpoints.location(p)));
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    private Configuration common() {
        Configuration c = FlinkOptions.published();
        c.addAll(FlinkOptions.ofBackend(backend));
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
        // on a busy machine, Flink's default of 10 s would end a start that only needs longer
        c.set(RpcOptions.ASK_TIMEOUT_DURATION, Duration.ofMinutes(2));
        // Flink's default of 64 MiB is enough only up to parallelism eight; without enough buffers, a job never begins
        MemorySize network = MemorySize.ofMebiBytes(Math.max(64, NETWORK_MIB * parallelism));
        c.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        c.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        return c;
    }

    /**
     * Makes the folder for RocksDB's files. Each run has a temporary folder, whose name is stored next to the
     * checkpoints. If a run was killed, the next run deletes the killed run's folder.
     */
    private static Path rocksFolder(Path checkpoints) {
        try {
            Path note = Files.createDirectories(checkpoints).resolve(ROCKS);
            if (Files.exists(note)) {
                Path before = Path.of(Files.readString(note));
                if (before.getFileName().toString().startsWith(ROCKS) && Files.isDirectory(before)) {
                    Checkpoints.delete(before);
                }
            }
            Path folder = Files.createTempDirectory(ROCKS);
            Files.writeString(note, folder.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for RocksDB's files", e);
        }
    }
}

package dev.breakwater.guard;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;

/**
 * The Flink options of a job, from {@code flink.yaml}. The options are the same in one process and on every cluster.
 * The state backend is the configured one.
 */
public final class FlinkOptions {
    /**
     * The heap memory that a function needs, in bytes. With the heap backend, all of its state is on the heap,
     * otherwise only its name. One TaskManager has all names, and the rest of the state is spread over all
     * TaskManagers.
     */
    private static final long ON_HEAP = 8 * 1024;

    private static final long ON_DISK = 2 * 1024;
    /** The number of functions whose whole state fits into half a gigabyte. */
    private static final int LEAST_KEPT = 50_000;

    private FlinkOptions() {}

    /** Returns the options in {@code flink.yaml}. */
    public static Configuration published() {
        try (InputStream in = FlinkOptions.class.getResourceAsStream("flink.yaml")) {
            return Configuration.fromMap(new YAMLMapper().readValue(in, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("flink.yaml cannot be read", e);
        }
    }

    /** Returns the options of a live job on a cluster. The cluster's own options have priority. */
    static Configuration of(Settings settings, ReadableConfig cluster) {
        Configuration options = published();
        options.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                settings.checkpoints().every());
        options.addAll(ofBackend(settings.state().backend()));
        options.addAll(Configuration.fromMap(cluster.toMap()));
        return options;
    }

    /** Returns the heap that this many functions need, in bytes. */
    public static long heapOf(Settings.State state) {
        return state.functions() * (state.onDisk() ? ON_DISK : ON_HEAP);
    }

    /**
     * Returns the number of functions to watch. Either the configured number, or as many as fit into a quarter of the
     * heap.
     *
     * @param heap         the heap of each TaskManager, bytes
     * @param taskManagers the number of TaskManagers that share the state
     */
    public static int mostFunctions(Settings.State state, long heap, int taskManagers) {
        if (state.functions() > 0) return state.functions();
        long needs = ON_DISK + (state.onDisk() ? 0 : (ON_HEAP - ON_DISK) / taskManagers);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_KEPT, heap / 4 / needs));
    }

    /**
     * Returns the Flink options for a backend. The heap backend is Flink's default and has no options, so that a
     * cluster keeps its own settings.
     *
     * @param backend {@code heap} or {@code rocksdb}
     */
    public static Configuration ofBackend(String backend) {
        Configuration c = new Configuration();
        if (backend.equals(Settings.State.ROCKSDB)) {
            c.set(StateBackendOptions.STATE_BACKEND, backend);
            c.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
            // without these options, reading one function's state could load complete index files again
            c.addAll(Configuration.fromMap(Map.of(
                    "state.backend.rocksdb.memory.partitioned-index-filters", "true",
                    "state.backend.rocksdb.use-bloom-filter", "true",
                    // a tenth to a fifth less CPU than Snappy, which is Flink's default
                    "state.backend.rocksdb.compression.per.level", "LZ4_COMPRESSION")));
        }
        return c;
    }
}

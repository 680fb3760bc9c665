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

/**
 * The Flink options of a job, from {@code flink.yaml}. The options are the same in one process and on every cluster.
 */
public final class FlinkOptions {

    private FlinkOptions() {}

    /** The options in {@code flink.yaml}. */
    public static Configuration published() {
        try (InputStream in = FlinkOptions.class.getResourceAsStream("flink.yaml")) {
            return Configuration.fromMap(new YAMLMapper().readValue(in, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("flink.yaml cannot be read", e);
        }
    }

    /** The options of a live job on a cluster. The cluster's own options have priority. */
    static Configuration of(Settings settings, ReadableConfig cluster) {
        Configuration options = published();
        options.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                settings.checkpoints().every());
        options.addAll(StateBackend.of(settings.state().backend()));
        options.addAll(Configuration.fromMap(cluster.toMap()));
        return options;
    }
}

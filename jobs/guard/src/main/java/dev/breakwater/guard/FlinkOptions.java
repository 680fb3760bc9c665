package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
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
        // a flat YAML file without quotes can also be read as a properties file
        Properties lines = new Properties();
        try (InputStream in = FlinkOptions.class.getResourceAsStream("flink.yaml")) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("flink.yaml cannot be read", e);
        }
        Configuration options = new Configuration();
        lines.forEach((key, value) -> options.setString((String) key, (String) value));
        return options;
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

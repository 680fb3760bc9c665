package dev.breakwater.guard;

import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;

/** Flink's options of a job, which are the same in one process and on every cluster: {@code flink.yaml}. */
public final class FlinkOptions {

    private FlinkOptions() {}

    /** The options of the file. */
    public static Configuration published() {
        // a flat file of YAML without quotes is a file of properties, too
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

    /** The options of a live job on a cluster, whose own options win. */
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

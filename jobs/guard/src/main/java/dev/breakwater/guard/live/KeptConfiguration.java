package dev.breakwater.guard.live;

import dev.breakwater.config.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the configuration file next to a job's checkpoints. The running job writes the copy from the configuration
 * in its own graph. A failover builds another graph from the file of that time, but continues with the job's graph.
 *
 * @param path the copy's path, as Flink writes it
 */
public record KeptConfiguration(String path) implements Serializable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptConfiguration.class);

    /** Returns the copy of a job. The result is empty if no other JobManager could continue the job. */
    public static Optional<KeptConfiguration> of(ReadableConfig flink) {
        Optional<String> job = flink.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        return flink.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .flatMap(dir -> job.map(id -> new KeptConfiguration(dir + '/' + id + "/breakwater.yaml")));
    }

    /** Writes the configuration from which the running job was deployed. */
    public void write(ConfigFile deployed) {
        try {
            if (text().filter(deployed.text()::equals).isPresent()) return;
            Path file = new Path(path);
            try (OutputStream out = file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
                out.write(deployed.text().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so a bad configuration at a failover would end the job", path, e);
        }
    }

    /**
     * Returns the copy's content, or nothing if there is no readable copy.
     *
     * @param file the configuration file that was copied
     * @param mode replaces the file's mode unless it is empty
     */
    public Optional<ConfigFile> read(java.nio.file.Path file, String mode) {
        try {
            return text().map(text -> new ConfigFile(file.toAbsolutePath().toString(), mode, text));
        } catch (IOException e) {
            LOG.warn("{} cannot be read", path, e);
            return Optional.empty();
        }
    }

    private Optional<String> text() throws IOException {
        Path file = new Path(path);
        FileSystem files = file.getFileSystem();
        if (!files.exists(file)) return Optional.empty();
        try (InputStream in = files.open(file)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

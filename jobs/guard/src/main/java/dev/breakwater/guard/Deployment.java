package dev.breakwater.guard;

import dev.breakwater.config.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.SchedulerExecutionMode;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a job on a cluster. With high availability, Flink runs {@code main()} again when a JobManager fails, and then
 * continues the job as it was started. The configuration file may be unusable by then, which must not end the job. The
 * last good configuration file is therefore kept next to the job's checkpoints.
 */
final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** An option of the Flink Kubernetes operator, which Flink itself does not define. */
    private static final ConfigOption<Boolean> AUTOSCALER =
            ConfigOptions.key("job.autoscaler.enabled").booleanType().defaultValue(false);

    private final Path file;
    private final String mode;
    private final Optional<org.apache.flink.core.fs.Path> kept;

    /** @param mode replaces the file's mode unless it is empty */
    Deployment(Path file, String mode, ReadableConfig flink) {
        this.file = file;
        this.mode = mode;
        this.kept = place(flink);
    }

    /**
     * Returns the path of the kept copy of the configuration file. The result is empty if no other JobManager could
     * continue the job, because then no file is kept.
     */
    private static Optional<org.apache.flink.core.fs.Path> place(ReadableConfig flink) {
        Optional<String> job = flink.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID);
        return flink.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)
                .flatMap(dir -> job.map(id -> new org.apache.flink.core.fs.Path(dir + '/' + id, "breakwater.yaml")));
    }

    /**
     * Builds the job from the configuration file or, if that fails, from the kept file.
     *
     * @param job adds the job to its environment, or throws if the job cannot be built from this file
     */
    void build(Consumer<ConfigFile> job) {
        Optional<ConfigFile> before = kept.flatMap(this::read);
        ConfigFile now;
        try {
            now = ConfigFile.read(file, mode);
            job.accept(now);
        } catch (RuntimeException e) {
            if (before.isEmpty()) throw e;
            LOG.error(
                    "{} cannot be used, so the job continues with its earlier configuration {}: {}",
                    file,
                    before.get().id(),
                    e.getMessage());
            job.accept(before.get());
            return;
        }
        kept.ifPresent(place -> keep(now, before, place));
    }

    private void keep(ConfigFile now, Optional<ConfigFile> before, org.apache.flink.core.fs.Path place) {
        if (before.isPresent() && before.get().text().equals(now.text())) return;
        before.ifPresent(b -> LOG.warn(
                "{} has changed from {} to {}. After a failover, the job continues as it was started, and settings that"
                        + " it cannot reload take effect at the next deployment",
                file,
                b.id(),
                now.id()));
        try {
            FileSystem files = place.getFileSystem();
            try (OutputStream out = files.create(place, FileSystem.WriteMode.OVERWRITE)) {
                out.write(now.text().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so a bad configuration at a failover would end the job", place, e);
        }
    }

    private Optional<ConfigFile> read(org.apache.flink.core.fs.Path place) {
        try {
            FileSystem files = place.getFileSystem();
            if (!files.exists(place)) return Optional.empty();
            try (InputStream in = files.open(place)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return Optional.of(new ConfigFile(file.toAbsolutePath().toString(), mode, text));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read", place, e);
            return Optional.empty();
        }
    }

    /**
     * Refuses Flink options with which the job would lose leases or its sinks would fail.
     *
     * @throws IllegalArgumentException the message names the option and says what to do
     */
    static void check(ReadableConfig flink) {
        refuse(
                flink.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE),
                StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE,
                "silently drops leases and open incidents. This option is never needed, because every configuration "
                        + "can restore the state of any other configuration. Remove it (also as -n, "
                        + "--allowNonRestoredState or allowNonRestoredState)");
        String one = "changes the number of writers, but some stages must have one writer. Remove it, and change "
                + "the job's parallelism instead";
        refuse(flink.get(AUTOSCALER), AUTOSCALER, one);
        refuse(!flink.get(PipelineOptions.PARALLELISM_OVERRIDES).isEmpty(), PipelineOptions.PARALLELISM_OVERRIDES, one);
        refuse(
                flink.get(JobManagerOptions.SCHEDULER_MODE) == SchedulerExecutionMode.REACTIVE,
                JobManagerOptions.SCHEDULER_MODE,
                one);
    }

    private static void refuse(boolean set, ConfigOption<?> option, String why) {
        if (set) throw new IllegalArgumentException(option.key() + " " + why);
    }
}

package dev.breakwater.guard;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.guard.live.KeptConfiguration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.SchedulerExecutionMode;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a job on a cluster. With high availability, Flink runs {@code main()} again when a JobManager fails, and then
 * continues the job as it was deployed. The configuration file may be unusable by then, which must not end the job. The
 * configuration of the deployed job is therefore {@linkplain KeptConfiguration kept}.
 */
final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** An option of the Flink Kubernetes operator, which Flink itself does not define. */
    private static final ConfigOption<Boolean> AUTOSCALER =
            ConfigOptions.key("job.autoscaler.enabled").booleanType().defaultValue(false);

    /** The targets with which {@code flink run} submits a job to a session cluster. */
    private static final Set<String> SESSIONS = Set.of("remote", "kubernetes-session", "yarn-session");

    private final Path file;
    private final String mode;
    private final Optional<KeptConfiguration> kept;

    /** @param mode replaces the file's mode unless it is empty */
    Deployment(Path file, String mode, ReadableConfig flink) {
        this.file = file;
        this.mode = mode;
        this.kept = KeptConfiguration.of(flink);
    }

    /**
     * Builds the job from the configuration file or, if that fails, from the kept file.
     *
     * @param job adds the job to its environment, or throws if the job cannot be built from this file
     */
    void build(Consumer<ConfigFile> job) {
        Optional<ConfigFile> before = kept.flatMap(copy -> copy.read(file, mode));
        try {
            ConfigFile now = ConfigFile.read(file, mode);
            job.accept(now);
            before.filter(b -> !b.text().equals(now.text())).ifPresent(b -> changed(b, now));
        } catch (RuntimeException e) {
            if (before.isEmpty()) throw e;
            LOG.error(
                    "{} cannot be used, so the job continues with its earlier configuration {}: {}",
                    file,
                    before.get().id(),
                    e.getMessage());
            job.accept(before.get());
        }
    }

    private void changed(ConfigFile before, ConfigFile now) {
        LOG.warn(
                "{} has changed from {} to {}. After a failover, the job continues as it was started, and settings that"
                        + " it cannot reload take effect at the next deployment",
                file,
                before.id(),
                now.id());
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

    /**
     * Refuses a session cluster, if Flink says that it is one: a job submitted by REST cannot know.
     *
     * @throws IllegalArgumentException the message names the option and says what to do
     */
    static void requireOwnCluster(ReadableConfig flink) {
        refuse(
                flink.getOptional(DeploymentOptions.TARGET)
                        .filter(SESSIONS::contains)
                        .isPresent(),
                DeploymentOptions.TARGET,
                "is a session cluster, whose other jobs would share this job's memory and AWS rights. Start the job on "
                        + "its own cluster: breakwater standalone-job, or a FlinkDeployment");
    }

    private static void refuse(boolean set, ConfigOption<?> option, String why) {
        if (set) throw new IllegalArgumentException(option.key() + " " + why);
    }
}

package dev.breakwater.guard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.ConfigFile;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.guard.live.LiveJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a stored savepoint stands on: limits in an emulated account, a pager, and the job as {@code breakwater run} builds
 * it.
 */
final class SavedWorld implements AutoCloseable {

    static final String KEY = "0123456789abcdef0123456789abcdef";

    private final Path folder;
    private final SavedLimits limits;
    private final PagerDutyDouble pager = PagerDutyDouble.start();
    private JobClient job;

    SavedWorld(Path folder) {
        System.setProperty("aws.accessKeyId", "emulator");
        System.setProperty("aws.secretAccessKey", "emulator");
        this.folder = folder;
        limits = new SavedLimits();
    }

    SavedLimits limits() {
        return limits;
    }

    PagerDutyDouble pager() {
        return pager;
    }

    Path folder() {
        return folder;
    }

    /** Starts the job; from a savepoint unless that is empty. What cannot be restored ends it. */
    void run(String savepoint) throws Exception {
        Configuration c = new Configuration();
        c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        c.set(PipelineOptions.GENERIC_TYPES, false);
        c.set(PipelineOptions.OBJECT_REUSE, true);
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(2));
        c.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        c.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        if (!savepoint.isEmpty()) c.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        var env = StreamExecutionEnvironment.createLocalEnvironment(1, c);
        Files.createDirectories(folder.resolve("landing"));
        ConfigFile file = ConfigFile.read(config(), "");
        Loaded<Settings> loaded = file.load();
        if (!loaded.problems().isEmpty())
            throw new IllegalStateException(loaded.problems().toString());
        LiveJob.build(env, file, loaded.value());
        job = env.executeAsync("saved-world");
    }

    JobClient job() {
        return job;
    }

    private Path config() throws IOException, URISyntaxException {
        Files.writeString(folder.resolve("routing-key"), KEY);
        String yaml = Files.readString(resource("breakwater.yaml"))
                .replace("\"AWS\"", '"' + limits.endpoint().toString() + '"')
                .replace("\"PAGER\"", '"' + pager.endpoint().toString() + '"');
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
    }

    /** What was stored, below {@code savepoints}. */
    static Path resource(String name) throws URISyntaxException {
        return Path.of(SavedWorld.class.getResource("/savepoints/" + name).toURI());
    }

    /** What stands on each limit, and which alerts the pager has open. */
    ObjectNode seen() {
        ObjectNode world = new ObjectMapper().createObjectNode();
        world.set("limits", limits.seen());
        pager.alerts().stream()
                .filter(Alert::open)
                .forEach(a -> world.withArrayProperty("open").add(a.dedupKey()));
        return world;
    }

    /** The lines of an output file, or of the ledger. */
    String written(String file) {
        try {
            Path path = folder.resolve("ledger").resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The job has ended by itself. */
    void stopped() {
        job = null;
    }

    private void stop() {
        if (job == null) return;
        try {
            if (!job.getJobStatus().get(30, TimeUnit.SECONDS).isGloballyTerminalState()) {
                job.cancel().get(30, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException("the job does not stop", e);
        }
    }

    @Override
    public void close() {
        stop();
        pager.close();
        limits.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}

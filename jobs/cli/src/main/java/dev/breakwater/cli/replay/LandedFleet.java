package dev.breakwater.cli.replay;

import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.recording.GrowthFleet;
import dev.breakwater.cli.recording.GrowthFleet.Span;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.inventory.InventorySource;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.live.WatchedAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A random fleet, and the parts of the job that reads its samples. The fleet's minutes are written one after another
 * into a folder, which the job reads.
 */
final class LandedFleet {

    private final GrowthFleet fleet;
    private final Path folder;
    private int minute;

    LandedFleet(GrowthFleet fleet, Path folder) throws IOException {
        this.fleet = fleet;
        this.folder = folder;
        Files.createDirectories(folder.resolve("in"));
    }

    /** Publishes the given number of further minutes at once. Returns the number of their samples. */
    long land(int every, int minutes) throws IOException {
        long written = prepare(every, minutes, 0);
        for (Path file : waiting()) show(file);
        return written;
    }

    /**
     * Writes this many more minutes into hidden files, and returns the number of their samples.
     *
     * @param floods the number of functions that are flooded in each minute
     */
    long prepare(int every, int minutes, int floods) throws IOException {
        int from = minute;
        minute += minutes;
        return fleet.write(made(), new Span(from, minute, every, floods));
    }

    /** Deletes the files that the job has read, because each listing would contain them. */
    void forget() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("in"))) {
            for (Path file : files.toList()) Files.delete(file);
        }
    }

    /** Returns the hidden files, in order. */
    List<Path> waiting() throws IOException {
        try (Stream<Path> files = Files.list(made())) {
            return files.sorted().toList();
        }
    }

    /** Publishes a file, so that the job finds it. */
    void show(Path file) throws IOException {
        Files.move(file, folder.resolve("in").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns the environment of a job that keeps its checkpoints when it is cancelled. */
    StreamExecutionEnvironment environment(int parallelism, String backend) {
        StreamExecutionEnvironment env = new EmbeddedFlink(parallelism, backend).forRecording();
        Configuration c = new Configuration();
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file://" + folder.resolve("checkpoints"));
        c.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // metrics are switched on, because tasks report their number of samples with them
        c.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(200));
        env.configure(c);
        return env;
    }

    /** Returns the settings of a live run. In a live run, control also has a wall clock. */
    GuardSettings live(Settings settings, String backend) {
        return GuardSettings.ofLive(settings, fleet.inventory(), "bench", -1)
                .holding(new Settings.State(backend, 2 * fleet.functions(), 30));
    }

    /**
     * Returns the ends of a job with an inventory that watches every account and region.
     *
     * @param listed the interval at which the folder is listed
     */
    Ports ports(Duration listed, InventoryPace pace) {
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("in")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(listed));
        Ports ports = Ports.recording(source, folder.resolve("out").toString());
        List<InventoryPlace> places = fleet.places().stream()
                .map(p -> new InventoryPlace(p.account(), AwsSettings.of(p.region(), "", "")))
                .toList();
        return new Ports(
                        ports.feeds(),
                        Optional.of(InventorySource.of(places, new DrawnInventory(fleet), pace)),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        ports.folder())
                .withWatched(new WatchedAccounts(fleet.places()));
    }

    private Path made() {
        return folder.resolve("made");
    }
}

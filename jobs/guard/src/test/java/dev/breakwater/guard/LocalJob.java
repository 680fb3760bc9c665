package dev.breakwater.guard;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.lever.LimitApi.LeverFactory;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.limit.Actuator;
import dev.breakwater.guard.limit.LimitLedger;
import dev.breakwater.guard.live.WatchedAccounts;
import dev.breakwater.model.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An embedded Flink with the options of the command line: no generated uids, and no Kryo. */
final class LocalJob {

    private LocalJob() {}

    static StreamExecutionEnvironment bounded(int parallelism) {
        return from("", parallelism);
    }

    /** Continues from a savepoint, unless that is empty. */
    static StreamExecutionEnvironment from(String savepoint, int parallelism) {
        return from(savepoint, parallelism, "heap");
    }

    /** Continues from a savepoint with another state backend, unless the savepoint is empty. */
    static StreamExecutionEnvironment from(String savepoint, int parallelism, String backend) {
        Configuration c = FlinkOptions.published();
        c.addAll(FlinkOptions.ofBackend(backend));
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        if (!savepoint.isEmpty()) c.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    static StreamExecutionEnvironment live(int parallelism, Path checkpoints, Duration every) {
        return live(parallelism, checkpoints, every, FlinkOptions.published());
    }

    /** Continues from a savepoint, and takes checkpoints at the given interval. */
    static StreamExecutionEnvironment resuming(int parallelism, Path checkpoints, Duration every, String savepoint) {
        Configuration c = FlinkOptions.published();
        c.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return live(parallelism, checkpoints, every, c);
    }

    private static StreamExecutionEnvironment live(int parallelism, Path checkpoints, Duration every, Configuration c) {
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, every);
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    /** Creates ports that read the folder's landing files and set limits in the emulator. They send no alerts. */
    static Ports acting(Path folder, String account, URI endpoint) {
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        return new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.empty(),
                        Optional.of(acts(folder, new EmulatorLevers(endpoint), "test")),
                        List.of(),
                        Optional.empty(),
                        folder.toString())
                .withWatched(watched(account));
    }

    /** Creates access to limits that records all calls in the folder {@code acts}. */
    static Actuator.Access acts(Path folder, LeverFactory levers, String owner) {
        return new Actuator.Access(levers, LimitLedger.in(folder.resolve("acts").toString(), 1 << 20, owner), owner);
    }

    static WatchedAccounts watched(String account) {
        return new WatchedAccounts(List.of(new Place(account, MetricStreamFiles.REGION)));
    }

    /** The ledger's lines about calls, with their texts. */
    static List<LedgerEntry> done(Path folder) {
        List<LedgerEntry> lines = new ArrayList<>();
        try {
            LedgerFolder.entries(folder.resolve("acts"), lines::add);
        } catch (IOException e) {
            // a line is still being written
            return List.of();
        }
        return lines;
    }

    /** Whether there is a chain, and no chain was tampered with. */
    static boolean isWhole(Path folder) throws IOException {
        List<LedgerFolder.Chain> chains = LedgerFolder.chains(folder.resolve("acts"));
        for (LedgerFolder.Chain chain : chains) if (!chain.verify().verdict().whole()) return false;
        return !chains.isEmpty();
    }
}

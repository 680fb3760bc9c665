package dev.breakwater.guard;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.act.ActTerms;
import dev.breakwater.connectors.lambda.act.ReservedConcurrencySink;
import dev.breakwater.connectors.lambda.ledger.EffectsSource;
import dev.breakwater.connectors.lambda.ledger.HashChainedLedger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An embedded Flink as the command line sets it up: no generated uids, no Kryo. */
final class LocalJob {

    private LocalJob() {}

    static StreamExecutionEnvironment bounded(int parallelism) {
        return from("", parallelism);
    }

    /** Goes on from a savepoint, unless it is empty. */
    static StreamExecutionEnvironment from(String savepoint, int parallelism) {
        return from(savepoint, parallelism, "heap");
    }

    /** The same with another state backend. */
    static StreamExecutionEnvironment from(String savepoint, int parallelism, String backend) {
        Configuration c = common();
        c.addAll(StateBackend.of(backend));
        c.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        if (!savepoint.isEmpty()) c.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    static StreamExecutionEnvironment live(int parallelism, Path checkpoints, Duration every) {
        return live(parallelism, checkpoints, every, common());
    }

    /** The same, going on from a savepoint. */
    static StreamExecutionEnvironment resuming(int parallelism, Path checkpoints, Duration every, String savepoint) {
        Configuration c = common();
        c.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return live(parallelism, checkpoints, every, c);
    }

    private static StreamExecutionEnvironment live(int parallelism, Path checkpoints, Duration every, Configuration c) {
        c.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, every);
        c.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        c.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        c.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, c);
    }

    private static Configuration common() {
        Configuration c = new Configuration();
        c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        c.set(PipelineOptions.GENERIC_TYPES, false);
        c.set(PipelineOptions.OBJECT_REUSE, true);
        return c;
    }

    /** Reads the folder's landing files and acts on the emulator; tells nobody. */
    static Ports acting(Path folder, URI endpoint) {
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        var act = new ReservedConcurrencySink(
                ActTerms.forInterval("test", 10_000),
                new EmulatorLevers(endpoint),
                HashChainedLedger.at(folder.resolve("ledger.jsonl").toString()));
        return new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.empty(),
                        Optional.of(act),
                        List.of(),
                        Optional.empty(),
                        folder.toString())
                .withEffects(EffectsSource.of(folder.resolve("ledger.jsonl").toString()));
    }
}

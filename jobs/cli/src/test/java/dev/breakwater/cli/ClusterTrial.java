package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import dev.breakwater.connectors.testkit.flink.FlinkRest.JobJar;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the live job's jar on a real cluster, with a flood of one function in each region that continues minute by
 * minute.
 */
abstract class ClusterTrial {

    private static final Path JAR =
            Path.of("../guard/target/breakwater-guard-job.jar").toAbsolutePath().normalize();
    /**
     * Long enough for a start, which waits two minutes before its first throttle, and for a value without an answer,
     * which is believed after three minutes.
     */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    static final String FUNCTION = "checkout";
    static final String SET = "lambda:PutFunctionConcurrency";
    static final String MARK = "lambda:TagResource";
    static final String CANARY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
    /** The first minute without samples. */
    private long told;

    private final List<String> regions;
    final List<EmulatedFunctions> lambdas = new ArrayList<>();
    MotoServer aws;
    FaultProxy proxy;

    ClusterTrial(String... regions) {
        this.regions = List.of(regions);
    }

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint());
        for (String region : regions) {
            EmulatedFunctions lambda = new EmulatedFunctions(aws.endpoint(), region);
            lambda.create(FUNCTION, Map.of());
            lambdas.add(lambda);
        }
    }

    @AfterEach
    void stop() {
        lambdas.forEach(EmulatedFunctions::close);
        proxy.close();
        aws.close();
    }

    /** Sends two usual days, then a flood that continues while the test waits. */
    void flood() throws IOException {
        Files.createDirectories(landing());
        told = System.currentTimeMillis() / 60_000 - 4;
        minutes(told - 2 * 1440, told, 3_000);
        tell();
    }

    /** Sends each finished minute. */
    private void tell() {
        long now = System.currentTimeMillis() / 60_000;
        if (told == now) return;
        minutes(told, now, 90_000);
        told = now;
    }

    /** Sends the minutes of all regions together. */
    private void minutes(long from, long to, int calls) {
        for (long m = from; m < to; m++) {
            for (String region : regions) samples.in(region).minute(FUNCTION, m, calls);
        }
        samples.into(landing(), to + ".jsonl");
    }

    private Path landing() {
        return folder.resolve("landing");
    }

    /** While the flood goes on. */
    void await(FlinkCluster cluster, String what, BooleanSupplier condition) {
        cluster.await(what, PATIENCE, () -> {
            tell();
            return condition.getAsBoolean();
        });
    }

    /** Whether the function has this limit in each region. */
    boolean all(int reserved) {
        return lambdas.stream().allMatch(lambda -> lambda.reserved(FUNCTION) == reserved);
    }

    /** Returns whether no limit or tag of Breakwater is left in any region. */
    boolean isUntagged() {
        for (int i = 0; i < regions.size(); i++) if (!tags(i).isEmpty()) return false;
        return true;
    }

    Map<String, String> tags(int region) {
        return lambdas.get(region)
                .lambda()
                .listTags(r -> r.resource(arn(region)))
                .tags();
    }

    String arn(int region) {
        return "arn:aws:lambda:" + regions.get(region) + ":" + MotoServer.ACCOUNT + ":function:" + FUNCTION;
    }

    /** Returns how many lines of all chains have this text. */
    long lines(String text) {
        return ledger().stream().filter(line -> line.contains(text)).count();
    }

    /** Returns the lines of all chains. */
    List<String> ledger() {
        List<String> lines = new ArrayList<>();
        try {
            LedgerFolder.lines(chains(), lines::add);
        } catch (IOException e) {
            // the job is writing a line
            return List.of();
        }
        return lines;
    }

    void isLedgerWhole() throws IOException {
        assertThat(chains()).isNotEmpty();
        for (LedgerFolder.Chain chain : chains())
            assertThat(chain.verify().verdict().whole()).as(chain.writer()).isTrue();
    }

    private List<LedgerFolder.Chain> chains() throws IOException {
        return LedgerFolder.chains(folder.resolve("ledger/chains"));
    }

    /** @param more Flink's options besides the checkpoint options */
    ClusterSpec spec(String name, int taskManagers, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("PD_ROUTING_KEY", CANARY);
        Map<String, String> options = new HashMap<>(Map.of(
                "execution.checkpointing.interval",
                "2 s",
                "execution.checkpointing.dir",
                folder.resolve("checkpoints").toUri().toString(),
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION"));
        options.putAll(more);
        Path place = Files.createDirectories(folder.resolve(name));
        return new ClusterSpec(ClusterSpec.libOfThisJvm(), place, taskManagers, options, environment);
    }

    static JobJar jar(Path config, int parallelism) {
        return new JobJar(
                JAR, "dev.breakwater.guard.SurgeGuardMain", parallelism, List.of("run", "-c", config.toString()));
    }

    Path config(String name, String enforcement, URI endpoint) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: test }
                enforcement: %s
                accounts:
                  - { id: "%s", regions: %s }
                aws: { endpoint: "%s" }
                source:
                  landing: { path: ./landing }
                policies:
                  - name: default
                    match: { function: "*" }
                    page: { minUsdPerHour: 0.05 }
                    # twenty kills take longer than the default hold; a decision that lapses during a start is made again
                    throttle: { minUsdPerHour: 0.05, beforeFirstWeek: on, worth: 0, hold: 4h, maxHold: 8h, cooldown: 0s }
                notify:
                  pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "http://127.0.0.1:1/v2/enqueue" }
                ledger: { path: ./ledger }
                checkpoints: { every: 8s, path: ./checkpoints }
                """.formatted(enforcement, MotoServer.ACCOUNT, regions, endpoint);
        return Files.writeString(folder.resolve(name + ".yaml"), yaml);
    }

    String newestCheckpoint() throws IOException {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(p -> p.endsWith("_metadata"))
                    .max(Comparator.comparing(ClusterTrial::modified))
                    .orElseThrow()
                    .getParent()
                    .toUri()
                    .toString();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

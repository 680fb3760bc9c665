package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import dev.breakwater.connectors.testkit.flink.JobJar;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live job's jar on a real cluster that holds a throttle when its JobManager is killed. The job goes on from the newest
 * retained checkpoint, by a configuration that switches enforcement off: only a lease that is intact can be given back.
 */
@Tag("full")
class JobManagerKillIT {

    private static final Path JAR =
            Path.of("../guard/target/breakwater-guard-job.jar").toAbsolutePath().normalize();
    /** A start waits two minutes before its first throttle, and a value without an answer is believed after three. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String FUNCTION = "checkout";
    private static final String SET = "lambda:PutFunctionConcurrency";
    private static final String MARK = "lambda:TagResource";
    private static final String CANARY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
    /** The last minute that was told of, and one. */
    private long told;

    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint());
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
    }

    @AfterEach
    void stop() {
        lambda.close();
        proxy.close();
        aws.close();
    }

    @Test
    void theJobGoesOnFromTheNewestRetainedCheckpointWithItsLease() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            String job = cluster.rest().submit(jar(config("on")));
            await(cluster, "the throttle", () -> lambda.reserved(FUNCTION) == 45);
            long seen = cluster.rest().checkpoints(job);
            await(cluster, "a later checkpoint", () -> cluster.rest().checkpoints(job) > seen);
            for (String page : List.of("", "/config", "/plan", "/exceptions", "/checkpoints")) {
                String shown = cluster.rest().get("/jobs/" + job + page).toString();
                assertThat(shown).as("GET /jobs/ID" + page).doesNotContain(CANARY);
            }
            cluster.killJobManager();
            cluster.killTaskManager("tm-1");
            assertThat(lambda.reserved(FUNCTION))
                    .as("nothing gives it back by itself")
                    .isEqualTo(45);

            cluster.startJobManager();
            cluster.startTaskManager("tm-1");
            await(cluster, "the TaskManager", () -> cluster.registered() == 1);
            cluster.rest().submit(jar(config("off")), newestCheckpoint());
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && tags().isEmpty());
        }
        assertThat(ledger())
                .as("set once, whatever was decided before the ledger was read")
                .containsOnlyOnce("\"held\"");
    }

    @Test
    void aTaskManagerThatDiesBeforeTheMarkTheSetOrTheAnswerTakesNothingAlong() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            cluster.rest().submit(jar(config("on")));
            killAt(cluster, MARK, Fault.stall());
            assertThat(tags()).isEmpty();
            killAt(cluster, SET, Fault.stall());
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(60);
            killAt(cluster, SET, Fault.resetAfter());
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
            await(cluster, "its line in the ledger", () -> ledger().contains("\"held\""));
        }
        assertThat(tags().get("breakwater:lease")).contains(" was=60 ");
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
    }

    /** Half of them take the JobManager too; tags are wiped in between, so that each has an act to be killed in. */
    @Test
    void twentyKillsInARowLoseNeitherTheLimitNorWhatWasSetBefore() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            cluster.rest().submit(jar(config("on")));
            killAt(cluster, MARK, Fault.stall());
            killAt(cluster, SET, Fault.stall());
            killAt(cluster, SET, Fault.resetAfter());
            for (int held = 0; held < 6; held++) {
                await(cluster, "the mark", () -> tags().containsKey("breakwater:lease"));
                lambda.lambda().untagResource(r -> r.resource(arn()).tagKeys(tags().keySet()));
                if (held % 2 == 0) killAt(cluster, MARK, Fault.stall());
                else killAt(cluster, MARK, Fault.resetAfter());
                await(cluster, "the mark", () -> tags().containsKey("breakwater:lease"));
                killBoth(cluster, "on");
                assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
            }
            killBoth(cluster, "off");
            killAt(cluster, SET, Fault.stall());
            killAt(cluster, SET, Fault.resetAfter());
            killBoth(cluster, "off");
            killBoth(cluster, "off");
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && tags().isEmpty());
        }
        assertThat(ledger()).as("one lease, whatever was decided before it").containsOnlyOnce("\"held\"");
    }

    private void killBoth(FlinkCluster cluster, String enforcement) throws Exception {
        cluster.killJobManager();
        cluster.killTaskManager("tm-1");
        cluster.startJobManager();
        cluster.startTaskManager("tm-1");
        await(cluster, "the TaskManager", () -> cluster.registered() == 1);
        cluster.rest().submit(jar(config(enforcement)), newestCheckpoint());
    }

    /** Two days as usual, and then a flood that goes on for as long as anything is awaited. */
    private void flood() throws IOException {
        Files.createDirectories(landing());
        told = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(told - 2 * 1440, told, m -> 3_000, FUNCTION).into(landing(), "history.jsonl");
        tell();
    }

    /** Each minute that is over. */
    private void tell() {
        long now = System.currentTimeMillis() / 60_000;
        if (told == now) return;
        samples.minutes(told, now, m -> 90_000, FUNCTION).into(landing(), "flood-" + now + ".jsonl");
        told = now;
    }

    private Path landing() {
        return folder.resolve("landing");
    }

    /** While the flood goes on. */
    private void await(FlinkCluster cluster, String what, BooleanSupplier condition) {
        cluster.await(what, PATIENCE, () -> {
            tell();
            return condition.getAsBoolean();
        });
    }

    /** After a lost answer a busy job may have no time left to repeat the call; the next act then sees what stands. */
    private void killAt(FlinkCluster cluster, String operation, Fault fault) throws Exception {
        proxy.script(operation, fault, Fault.stall());
        await(
                cluster,
                operation,
                () -> proxy.calls(operation).stream()
                        .anyMatch(c -> c.fault() == Fault.Kind.STALL || c.fault() == fault.kind() && c.status() > 0));
        cluster.killTaskManager("tm-1");
        proxy.clear();
        cluster.startTaskManager("tm-1");
    }

    /** Lines of all chains. */
    private String ledger() {
        StringBuilder lines = new StringBuilder();
        try {
            LedgerFolder.lines(LedgerFolder.chains(folder.resolve("ledger/chains")), lines::append);
        } catch (IOException e) {
            // a line is being written
            return "";
        }
        return lines.toString();
    }

    private ClusterSpec spec() {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("PD_ROUTING_KEY", CANARY);
        return new ClusterSpec(
                ClusterSpec.libOfThisJvm(),
                folder.resolve("cluster"),
                1,
                Map.of(
                        "execution.checkpointing.interval",
                        "2 s",
                        "execution.checkpointing.dir",
                        folder.resolve("checkpoints").toUri().toString(),
                        "execution.checkpointing.externalized-checkpoint-retention",
                        "RETAIN_ON_CANCELLATION"),
                environment);
    }

    private static JobJar jar(Path config) {
        return new JobJar(JAR, "dev.breakwater.guard.SurgeGuardMain", 1, List.of("run", "-c", config.toString()));
    }

    private Path config(String enforcement) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: test }
                enforcement: %s
                accounts:
                  - { id: "%s", regions: [%s] }
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
                """.formatted(enforcement, MotoServer.ACCOUNT, MetricStreamFiles.REGION, proxy.endpoint());
        return Files.writeString(folder.resolve("breakwater-" + enforcement + ".yaml"), yaml);
    }

    private String newestCheckpoint() throws IOException {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(p -> p.endsWith("_metadata"))
                    .max(Comparator.comparing(JobManagerKillIT::modified))
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

    private Map<String, String> tags() {
        return lambda.lambda().listTags(r -> r.resource(arn())).tags();
    }

    private static String arn() {
        return "arn:aws:lambda:" + MetricStreamFiles.REGION + ":" + MotoServer.ACCOUNT + ":function:" + FUNCTION;
    }
}

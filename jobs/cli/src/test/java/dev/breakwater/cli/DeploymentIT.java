package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the live job on a real cluster keeps a throttle through an operator's actions: failovers, upgrades,
 * rescales and rollbacks.
 */
@Tag("full")
class DeploymentIT extends ClusterTrial {

    private static final String TAKEN_OUT = """
              receivers: [ { name: shop, pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "http://127.0.0.1:1/v2/enqueue" } } ]
              routes: [ { to: [shop, default] } ]
            """;

    private static final String POLLED = "\n  cloudwatch: { every: 1m }";

    private EmulatedFunctions lambda;

    DeploymentIT() {
        super(MetricStreamFiles.REGION);
    }

    @BeforeEach
    void reserve() throws IOException {
        lambda = lambdas.get(0);
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
        flood();
    }

    @Test
    void aFailoverContinuesTheJobAsItWasDeployedWhateverTheFileSaysByThen() throws Exception {
        Path file = with(config("on", "on", proxy.endpoint()));
        String written = Files.readString(file);
        try (ZooKeeper zooKeeper = ZooKeeper.start(folder.resolve("zookeeper"));
                FlinkCluster cluster = FlinkCluster.start(patient(1, zooKeeper.highAvailability(folder.resolve("ha")))
                        .running(jar(file, 1)))) {
            await(cluster, "the throttle", () -> lambda.reserved(FUNCTION) == 45);
            String job = cluster.rest().job();
            Files.writeString(file, written.replace(TAKEN_OUT, "").replace(POLLED, ""));
            failover(cluster, job);
            await(
                    cluster,
                    "the word about it",
                    () -> log(cluster).contains("no other change of the file is taken until then: source.cloudwatch"));
            Files.writeString(file, "mode: nonsense");
            failover(cluster, job);
            Files.delete(file);
            failover(cluster, job);
            assertThat(log(cluster)).contains("cannot be used, so the job continues with its earlier configuration");
            Files.writeString(file, written.replace("enforcement: on", "enforcement: off"));
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && isUntagged());
        }
        assertThat(lines("\"held\"")).isEqualTo(1);
        isLedgerWhole();
    }

    @Test
    void aLeaseLivesThroughUpgradesFromTheLastStateRescalesAndARollback() throws Exception {
        Path before = with(config("before", "on", proxy.endpoint()));
        Path without = config("without", "on", proxy.endpoint());
        try (FlinkCluster cluster = FlinkCluster.start(patient(4, Map.of()))) {
            String job = cluster.rest().submit(jar(before, 2));
            await(cluster, "the throttle", () -> lambda.reserved(FUNCTION) == 45);
            String lease = tags(0).get("breakwater:lease").replaceFirst(" until=\\S+", "");
            String savepoint =
                    cluster.rest().savepoint(job, folder.resolve("savepoints").toUri());
            job = next(cluster, job, without, 4, "");
            job = next(cluster, job, without, 1, "");
            Set<String> told = decisions();
            job = next(cluster, job, before, 2, savepoint);
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
            assertThat(tags(0).get("breakwater:lease")).startsWith(lease.substring(0, lease.indexOf(' ')));
            assertThat(decisions()).as("a rollback erases nothing").containsAll(told);
            next(cluster, job, config("off", "off", proxy.endpoint()), 2, "");
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && isUntagged());
        }
        assertThat(lines("\"held\"")).isEqualTo(1);
        isLedgerWhole();
    }

    /** Stops the job and continues from its savepoint or, without one, from its newest retained checkpoint. */
    private String next(FlinkCluster cluster, String job, Path config, int parallelism, String from)
            throws IOException {
        long seen = cluster.rest().checkpoints(job);
        await(cluster, "a later checkpoint", () -> cluster.rest().checkpoints(job) > seen);
        cluster.rest().cancel(job);
        await(cluster, "its end", () -> cluster.rest().status(job).equals("CANCELED"));
        String next = cluster.rest().submit(jar(config, parallelism), from.isEmpty() ? newestCheckpoint() : from);
        await(cluster, "all of it to run", () -> cluster.rest().allRunning(next));
        await(cluster, "a checkpoint of it", () -> cluster.rest().checkpoints(next) > 0);
        return next;
    }

    private void failover(FlinkCluster cluster, String job) {
        long seen = cluster.rest().checkpoints(job);
        await(cluster, "a later checkpoint", () -> cluster.rest().checkpoints(job) > seen);
        cluster.killJobManager();
        cluster.startJobManager();
        await(cluster, "the same job", () -> cluster.rest().allRunning(job));
        await(
                cluster,
                "a checkpoint after it",
                () -> cluster.rest()
                                .get("/jobs/" + job + "/checkpoints")
                                .at("/latest/completed/id")
                                .asLong()
                        > 0);
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
    }

    /** Waits for slow processes, because only the test may kill processes. */
    private ClusterSpec patient(int taskManagers, Map<String, String> more) throws IOException {
        Map<String, String> options = new HashMap<>(more);
        options.put("heartbeat.timeout", "3 min");
        options.put("pekko.ask.timeout", "2 min");
        options.put("pekko.startup-timeout", "2 min");
        return spec("cluster", taskManagers, options);
    }

    private Path with(Path config) throws IOException {
        String text = Files.readString(config);
        String landing = "landing: { path: ./landing }";
        return Files.writeString(
                config, text.replace("ledger: {", TAKEN_OUT + "ledger: {").replace(landing, landing + POLLED));
    }

    private String log(FlinkCluster cluster) {
        StringBuilder all = new StringBuilder();
        for (String name : cluster.pids().keySet()) {
            try {
                all.append(Files.readString(folder.resolve("cluster/log").resolve(name + ".log")));
            } catch (IOException e) {
                // not yet there
            }
        }
        return all.toString();
    }

    /** Returns the lines about decisions in all files of the ledger's folder. */
    private Set<String> decisions() throws IOException {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder.resolve("ledger"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("decisions"))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}

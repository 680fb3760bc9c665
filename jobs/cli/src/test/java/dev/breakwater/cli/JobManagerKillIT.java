package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.flink.ClusterSpec;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import dev.breakwater.connectors.testkit.flink.FlinkRest.JobJar;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the JobManager of a real cluster whose job holds a throttle. The job continues from the newest retained
 * checkpoint, with enforcement switched off. Only an intact lease can be released.
 */
@Tag("full")
class JobManagerKillIT extends ClusterTrial {

    private EmulatedFunctions lambda;

    JobManagerKillIT() {
        super(MetricStreamFiles.REGION);
    }

    @BeforeEach
    void reserve() {
        lambda = lambdas.get(0);
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
    }

    @Test
    void theJobGoesOnFromTheNewestRetainedCheckpointWithItsLease() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            String job = cluster.rest().submit(jar("on"));
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
            cluster.rest().submit(jar("off"), newestCheckpoint());
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && isUntagged());
        }
        assertThat(lines("\"held\""))
                .as("set once, whatever was decided before the ledger was read")
                .isEqualTo(1);
    }

    @Test
    void aTaskManagerThatDiesBeforeTheMarkTheSetOrTheAnswerTakesNothingAlong() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            cluster.rest().submit(jar("on"));
            killAt(cluster, MARK, Fault.STALL);
            assertThat(tags(0)).isEmpty();
            killAt(cluster, SET, Fault.STALL);
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(60);
            killAt(cluster, SET, Fault.RESET_AFTER);
            assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
            await(cluster, "its line in the ledger", () -> lines("\"held\"") > 0);
        }
        assertThat(tags(0).get("breakwater:lease")).contains(" was=60 ");
        assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
    }

    /**
     * Kills repeatedly. Half of the kills include the JobManager. Tags are removed in between, so that each kill
     * interrupts a call.
     */
    @Test
    void twentyKillsInARowLoseNeitherTheLimitNorWhatWasSetBefore() throws Exception {
        flood();
        try (FlinkCluster cluster = FlinkCluster.start(spec())) {
            cluster.rest().submit(jar("on"));
            killAt(cluster, MARK, Fault.STALL);
            killAt(cluster, SET, Fault.STALL);
            killAt(cluster, SET, Fault.RESET_AFTER);
            for (int held = 0; held < 6; held++) {
                await(cluster, "the mark", () -> tags(0).containsKey("breakwater:lease"));
                lambda.lambda().untagResource(r -> r.resource(arn(0)).tagKeys(tags(0).keySet()));
                if (held % 2 == 0) killAt(cluster, MARK, Fault.STALL);
                else killAt(cluster, MARK, Fault.RESET_AFTER);
                await(cluster, "the mark", () -> tags(0).containsKey("breakwater:lease"));
                killBoth(cluster, "on");
                assertThat(lambda.reserved(FUNCTION)).isEqualTo(45);
            }
            killBoth(cluster, "off");
            killAt(cluster, SET, Fault.STALL);
            killAt(cluster, SET, Fault.RESET_AFTER);
            killBoth(cluster, "off");
            killBoth(cluster, "off");
            await(cluster, "the exact release", () -> lambda.reserved(FUNCTION) == 60 && isUntagged());
        }
        // kills come faster than an unanswered value is believed, so no line may report it as held
        Set<String> leases = ledger().stream()
                .filter(line -> line.contains("\"lease\""))
                .map(line -> line.replaceFirst(".*\"lease\":\"(\\w+)\".*", "$1"))
                .collect(Collectors.toSet());
        assertThat(leases).as("one lease, whatever was decided before it").hasSize(1);
        isLedgerWhole();
    }

    private void killBoth(FlinkCluster cluster, String enforcement) throws Exception {
        cluster.killJobManager();
        cluster.killTaskManager("tm-1");
        cluster.startJobManager();
        cluster.startTaskManager("tm-1");
        await(cluster, "the TaskManager", () -> cluster.registered() == 1);
        cluster.rest().submit(jar(enforcement), newestCheckpoint());
    }

    /** After a lost answer, a busy job may have no time left to repeat the call. The next call then reads the limit. */
    private void killAt(FlinkCluster cluster, String operation, Fault fault) throws Exception {
        proxy.script(operation, fault, Fault.STALL);
        await(
                cluster,
                operation,
                () -> proxy.calls(operation).stream()
                        .anyMatch(c -> c.fault() == Fault.STALL || c.fault() == fault && c.status() > 0));
        cluster.killTaskManager("tm-1");
        proxy.clear();
        cluster.startTaskManager("tm-1");
    }

    private ClusterSpec spec() throws IOException {
        return spec("cluster", 1, Map.of());
    }

    private JobJar jar(String enforcement) throws IOException {
        return jar(config(enforcement, enforcement, proxy.endpoint()), 1);
    }
}

package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.flink.FlinkCluster;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the task that owns the limits of an account and region. Each limit must be set once and released. */
@Tag("full")
class OwnerKillIT extends ClusterTrial {

    private static final int NONE = -1;
    private static final int LIMIT = 45;
    private static final int REGIONS = 4;

    OwnerKillIT() {
        super("eu-west-1", "eu-central-1", "us-east-1", "us-west-2");
    }

    @ParameterizedTest(name = "parallelism {0}")
    @ValueSource(ints = {1, 2, 4})
    void anOwnerThatDiesInItsActAndAgainWhileItHolds(int parallelism) throws Exception {
        flood();
        Map<String, String> slots = Map.of("taskmanager.numberOfTaskSlots", "2");
        try (FlinkCluster cluster = FlinkCluster.start(spec("cluster", 2, slots))) {
            proxy.script(SET, Fault.STALL);
            String job = cluster.rest().submit(jar(config("on", "on", proxy.endpoint()), parallelism));
            await(cluster, "the first act", () -> !proxy.calls(SET).isEmpty());
            killOwner(cluster, job);
            awaitAllHeld(cluster);
            killOwner(cluster, job);
            awaitAllReturned(cluster, job, proxy);
        }
        isEachSetOnce(proxy);
    }

    /**
     * Stops the JobManager silently. Another continues from the newest checkpoint, and must wait for the calls that
     * still run.
     */
    @Test
    void anAttemptThatIsGivenUpAndGoesOnCallingForHalfAMinute() throws Exception {
        flood();
        Map<String, String> patient = Map.of("heartbeat.timeout", "90 s", "heartbeat.rpc-failure-threshold", "-1");
        try (FaultProxy next = FaultProxy.before(aws.endpoint());
                FlinkCluster cluster = FlinkCluster.start(spec("cluster", 1, Map.of()));
                FlinkCluster zombie = FlinkCluster.start(spec("zombie", 1, patient))) {
            proxy.always(SET, Fault.SERVER_ERROR);
            zombie.rest().submit(jar(config("zombie", "on", proxy.endpoint()), 1));
            await(zombie, "its acts", () -> proxy.calls(SET).size() >= REGIONS);
            String pid = zombie.pids().get("jobmanager").toString();
            assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor())
                    .isZero();

            String job = cluster.rest().submit(jar(config("next", "on", next.endpoint()), 1), newestCheckpoint());
            int before = proxy.calls(SET).size();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            await(cluster, "half a minute", () -> System.nanoTime() > end);
            assertThat(proxy.calls(SET)).as("it goes on calling").hasSizeGreaterThan(before);
            assertThat(next.calls(MARK)).as("one acts").isEmpty();
            proxy.always(SET, Fault.PASS);
            await(cluster, "its last acts", () -> all(LIMIT));
            await(cluster, "the next attempt", () -> lines("\"attempt\"") >= 2 * REGIONS);
            awaitAllHeld(cluster);
            awaitAllReturned(cluster, job, next);
            isEachSetOnce(proxy, next);
        }
    }

    private void killOwner(FlinkCluster cluster, String job) {
        String owner = cluster.rest().taskManagersOf(job, "control").iterator().next();
        cluster.killTaskManager(owner);
        cluster.startTaskManager(owner);
    }

    private void awaitAllHeld(FlinkCluster cluster) {
        await(cluster, "all throttles", () -> all(LIMIT) && lines("\"held\"") >= REGIONS);
    }

    private void awaitAllReturned(FlinkCluster cluster, String job, FaultProxy proxy) throws Exception {
        cluster.await("all tasks", PATIENCE, () -> cluster.rest().allRunning(job));
        cluster.rest().cancel(job);
        cluster.await(
                "the end of the job", PATIENCE, () -> cluster.rest().status(job).equals("CANCELED"));
        cluster.rest().submit(jar(config("off", "off", proxy.endpoint()), 1), newestCheckpoint());
        await(cluster, "the exact returns", () -> all(NONE) && isUntagged() && lines("\"returned\"") == REGIONS);
    }

    private void isEachSetOnce(FaultProxy... proxies) throws Exception {
        assertThat(Stream.of(proxies).flatMap(p -> p.calls(SET).stream()).filter(FaultProxy.SeenCall::tookEffect))
                .hasSize(REGIONS);
        isLedgerWhole();
    }
}

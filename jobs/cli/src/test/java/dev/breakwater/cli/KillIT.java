package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code breakwater run} as a process of its own, JobManager and TaskManager in one: killed between a decision and its act,
 * then between the act and its answer, and started again each time.
 */
@Tag("full") // not shown to pass with the one loop yet
class KillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FUNCTION = "checkout";
    private static final String SET = "lambda:PutFunctionConcurrency";

    @TempDir
    Path folder;

    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private JobProcess job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
        proxy = FaultProxy.before(aws.endpoint());
        pager = PagerDutyDouble.start();
        job = new JobProcess(folder, aws);
    }

    @AfterEach
    void stop() throws Exception {
        job.stop();
        pager.close();
        proxy.close();
        lambda.close();
        aws.close();
    }

    @Test
    void aKillBeforeTheCheckpointUndoesADecisionAndOneAfterTheActIsRepeatedWithoutEffect() throws Exception {
        job.configure(proxy.endpoint(), pager.endpoint(), "8s", "");
        long now = System.currentTimeMillis() / 60_000 - 10;
        MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
        samples.minutes(now - 2 * 1440, now, m -> 3_000, FUNCTION).into(job.landing(), "1-history.jsonl");
        job.start();
        await("history to be in a checkpoint", () -> job.checkpoints() > 0);
        // up to this minute: old data is not acted on
        long flood = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(now, flood + 4, m -> m < flood ? 3_000 : 90_000, FUNCTION)
                .into(job.landing(), "2-flood.jsonl");
        await("a decision", () -> !job.decisions("throttle").isEmpty());
        job.kill();
        assertThat(lambda.reserved(FUNCTION))
                .as("nothing was done without a checkpoint")
                .isEqualTo(60);
        assertThat(job.acts()).isEmpty();

        // done, but the answer is lost; the next try hangs, and so it is killed in between
        proxy.script(SET, Fault.resetAfter(), Fault.stall());
        job.start();
        await("the act", () -> proxy.calls(SET).size() == 2);
        job.kill();
        assertThat(lambda.reserved(FUNCTION)).as("it was done").isEqualTo(45);
        assertThat(job.acts()).as("and not written down").isEmpty();

        job.start();
        await("its line in the ledger", () -> job.acts().size() == 1);
        assertThat(proxy.calls(SET)).as("the repeat sets nothing").hasSize(2);
        assertThat(job.decisions("throttle")).as("decided again, written once").hasSize(1);
        assertThat(job.logged("DecisionLog throttle asked for " + FUNCTION))
                .as("said as well")
                .isPositive();
        assertThat(job.acts().get(0).path("found").asText())
                .as("what was found at first")
                .isEqualTo("60");
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);

        job.kill();
        job.command("release", "--all");
        assertThat(lambda.reserved(FUNCTION)).as("restored without the job").isEqualTo(60);
        assertThat(job.isLedgerWhole()).isTrue();
        assertThat(filesWith("env:PD_ROUTING_KEY")).as("where the search looks").isNotEmpty();
        assertThat(filesWith(JobProcess.KEY))
                .as("no log, ledger or checkpoint holds the secret")
                .isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) found.add(file);
            }
        }
        return found;
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        job.await(what, PATIENCE, condition);
    }
}

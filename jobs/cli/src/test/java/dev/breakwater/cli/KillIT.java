package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.lambda.HashChainedLedger;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code breakwater run} as a process of its own, JobManager and TaskManager in one: killed between a decision and its act,
 * then between the act and its answer, and started again each time.
 */
class KillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FUNCTION = "checkout";
    private static final String SET = "lambda:PutFunctionConcurrency";
    private static final String CANARY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private MotoServer aws;
    private FaultProxy proxy;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private Process job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
        proxy = FaultProxy.before(aws.endpoint());
        pager = PagerDutyDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (job != null) job.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        pager.close();
        proxy.close();
        lambda.close();
        aws.close();
    }

    @Test
    void aKillBeforeTheCheckpointUndoesADecisionAndOneAfterTheActIsRepeatedWithoutEffect() throws Exception {
        Path config = config();
        long now = System.currentTimeMillis() / 60_000 - 10;
        MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
        samples.minutes(now - 2 * 1440, now, m -> 3_000, FUNCTION).into(folder.resolve("landing"), "1-history.jsonl");
        job = run(config);
        await("history to be in a checkpoint", () -> checkpoints() > 0);
        // up to this minute: old data is not acted on
        long flood = System.currentTimeMillis() / 60_000 - 4;
        samples.minutes(now, flood + 4, m -> m < flood ? 3_000 : 90_000, FUNCTION)
                .into(folder.resolve("landing"), "2-flood.jsonl");
        await("a decision", () -> decisions("throttle") > 0);
        job.destroyForcibly().waitFor();
        assertThat(lambda.reserved(FUNCTION))
                .as("nothing was done without a checkpoint")
                .isEqualTo(60);
        assertThat(ledger()).isEmpty();

        // done, but the answer is lost; the next try hangs, and so it is killed in between
        proxy.script(SET, Fault.resetAfter(), Fault.stall());
        job = run(config);
        await("the act", () -> proxy.calls(SET).size() == 2);
        job.destroyForcibly().waitFor();
        assertThat(lambda.reserved(FUNCTION)).as("it was done").isEqualTo(45);
        assertThat(ledger()).as("and not written down").isEmpty();

        job = run(config);
        await("its line in the ledger", () -> ledger().size() == 1);
        assertThat(proxy.calls(SET)).as("the repeat sets nothing").hasSize(2);
        assertThat(decisions("throttle")).as("decided again, written once").isEqualTo(1);
        assertThat(ledger().get(0).path("outcome").asText()).isEqualToIgnoringCase("applied");
        assertThat(ledger().get(0).path("previous").asText())
                .as("what was found at first")
                .isEqualTo("60");
        pager.await(p -> p.alerts().size() == 1 && p.alerts().get(0).open(), PATIENCE);

        job.destroyForcibly().waitFor();
        assertThat(command("release", "--all", "-c", config.toString()).waitFor())
                .isZero();
        assertThat(lambda.reserved(FUNCTION)).as("restored without the job").isEqualTo(60);
        assertThat(HashChainedLedger.verify(folder.resolve("ledger/ledger.jsonl"))
                        .whole())
                .isTrue();
        assertThat(filesWith("env:PD_ROUTING_KEY")).as("where the search looks").isNotEmpty();
        assertThat(filesWith(CANARY))
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

    private Path config() throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: test }
                accounts:
                  - { id: "%s", regions: [%s] }
                aws: { endpoint: "%s" }
                source:
                  landing: { path: ./landing }
                policies:
                  - name: default
                    match: { function: "*" }
                    page: { minUsdPerHour: 0.05 }
                    throttle: { minUsdPerHour: 0.05, beforeFirstWeek: on }
                notify:
                  pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "%s" }
                ledger: { path: ./ledger }
                checkpoints: { every: 8s, path: ./checkpoints }
                """.formatted(MotoServer.ACCOUNT, MetricStreamFiles.REGION, proxy.endpoint(), pager.endpoint());
        Files.createDirectories(folder.resolve("landing"));
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
    }

    private Process run(Path config) throws IOException {
        return command("run", "-c", config.toString(), "--parallelism", "1");
    }

    /** The command line in a process of its own, with the emulator's credentials. */
    private Process command(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx700m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.cli.Breakwater"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("job.log").toFile()));
        builder.environment().putAll(aws.environment());
        builder.environment().put("PD_ROUTING_KEY", CANARY);
        return builder.start();
    }

    private long checkpoints() {
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            return files.filter(p -> p.endsWith("_metadata")).count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    private long decisions(String type) {
        return lines(folder.resolve("ledger/decisions.jsonl")).stream()
                .filter(d -> d.path("type").asText().equals(type))
                .count();
    }

    private List<JsonNode> ledger() {
        return lines(folder.resolve("ledger/ledger.jsonl"));
    }

    private static List<JsonNode> lines(Path file) {
        List<JsonNode> lines = new ArrayList<>();
        if (!Files.exists(file)) return lines;
        try {
            for (String line : Files.readAllLines(file)) lines.add(new ObjectMapper().readTree(line));
        } catch (IOException e) {
            // the job is writing this very line; the next look sees it whole
            return lines;
        }
        return lines;
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Object monitor = new Object();
        while (!condition.getAsBoolean()) {
            String log = Files.exists(folder.resolve("job.log")) ? Files.readString(folder.resolve("job.log")) : "";
            assertThat(job.isAlive()).as("the job lives\n%s", log).isTrue();
            assertThat(System.nanoTime()).as("waited for %s\n%s", what, log).isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(50);
            }
        }
    }
}

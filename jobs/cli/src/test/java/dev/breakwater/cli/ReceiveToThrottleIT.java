package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseDelivery;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Firehose's deliveries to the throttle and the page, with {@code receive} and {@code run} as processes. */
@Tag("full")
class ReceiveToThrottleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");
    private static final String FUNCTION = "checkout";
    private static final String KEY = "a-key-for-the-test";

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private int deliveries;

    @BeforeEach
    void start() throws IOException {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
        pager = PagerDutyDouble.start();
        Files.createDirectories(folder.resolve("landing"));
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : processes) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void aFloodThatFirehoseDeliversIsThrottledAndPagedOnceThoughDeliveriesAreRepeated() throws Exception {
        Path config = config();
        Path log = folder.resolve("receive.log");
        command(log, "receive", "-c", config.toString());
        await(
                "receive to listen",
                () -> LISTENING.matcher(Files.readString(log)).find());
        Matcher listening = LISTENING.matcher(Files.readString(log));
        assertThat(listening.find()).isTrue();
        FirehoseClient client = new FirehoseClient(URI.create(listening.group(1)), KEY);
        command(folder.resolve("run.log"), "run", "-c", config.toString(), "--parallelism", "1");

        long now = System.currentTimeMillis() / 60_000 - 4;
        MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
        deliver(client, samples.minutes(now - 2 * 1440, now, m -> 3_000, FUNCTION));
        deliver(client, samples.minutes(now, now + 4, m -> 90_000, FUNCTION));

        await("the throttle", () -> lambda.reserved(FUNCTION) == 45);
        pager.await(p -> p.alerts().size() == 1 && p.alerts().get(0).open(), PATIENCE);
        assertThat(client.page("/metrics")).contains("duplicates_total " + deliveries);
    }

    /** In batches of 500 lines, each once in gzip and once more as a retry without. */
    private void deliver(FirehoseClient client, MetricStreamFiles samples) throws IOException {
        samples.into(folder.resolve("made"), "lines");
        List<String> lines = Files.readAllLines(folder.resolve("made/lines"));
        Files.delete(folder.resolve("made/lines"));
        for (int from = 0; from < lines.size(); from += 500) {
            String text = String.join("\n", lines.subList(from, Math.min(lines.size(), from + 500)));
            FirehoseDelivery delivery =
                    FirehoseDelivery.of("delivery-" + deliveries++, 1, List.of(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(FirehoseClient.acknowledges(client.send(delivery, true), delivery))
                    .isTrue();
            assertThat(FirehoseClient.acknowledges(client.send(delivery, false), delivery))
                    .isTrue();
        }
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
                receive: { listen: "127.0.0.1:0", accessKey: "env:FIREHOSE_ACCESS_KEY", keepFreeMb: 0, roll: 1s }
                policies:
                  - name: default
                    match: { function: "*" }
                    page: { minUsdPerHour: 0.05 }
                    throttle: { minUsdPerHour: 0.05, beforeFirstWeek: on }
                notify:
                  pagerduty: { routingKey: "env:PD_ROUTING_KEY", endpoint: "%s" }
                ledger: { path: ./ledger }
                checkpoints: { every: 2s, path: ./checkpoints }
                """.formatted(MotoServer.ACCOUNT, MetricStreamFiles.REGION, aws.endpoint(), pager.endpoint());
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
    }

    private void command(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx600m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.cli.Breakwater"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(aws.environment());
        builder.environment().put("PD_ROUTING_KEY", "0123456789abcdef0123456789abcdef");
        builder.environment().put("FIREHOSE_ACCESS_KEY", KEY);
        processes.add(builder.start());
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Object monitor = new Object();
        while (!condition.holds()) {
            assertThat(processes).as("all processes live: waiting for %s", what).allMatch(Process::isAlive);
            assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(50);
            }
        }
    }
}

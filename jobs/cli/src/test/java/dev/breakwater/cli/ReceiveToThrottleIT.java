package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the way from Firehose's deliveries to the throttle and the page, with {@code receive} and {@code run} as
 * processes.
 */
@Tag("full")
class ReceiveToThrottleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String FUNCTION = "checkout";
    /** The job's environment has one secret, which both processes use. */
    private static final String RECEIVE = """
            receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:PD_ROUTING_KEY", accounts: ["111122223333", "123456789012"] }], keepFreeMb: 0, roll: 1s }
            """;

    @TempDir
    Path folder;

    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private JobProcess job;
    private Process receive;
    private int deliveries;

    @BeforeEach
    void start() throws IOException {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(FUNCTION, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
        pager = PagerDutyDouble.start();
        job = new JobProcess(folder, aws);
        Path config = job.configure(aws.endpoint(), pager.endpoint(), "2s", "");
        Files.writeString(config, RECEIVE, StandardOpenOption.APPEND);
        job.start();
        receive = job.beside("receive");
    }

    @AfterEach
    void stop() throws Exception {
        receive.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        job.stop();
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void aFloodThatFirehoseDeliversIsThrottledAndPagedOnceThoughDeliveriesAreRepeated() throws Exception {
        FirehoseClient client = job.receiver(PATIENCE);

        long now = System.currentTimeMillis() / 60_000 - 4;
        MetricStreamFiles samples = new MetricStreamFiles(MotoServer.ACCOUNT);
        deliver(client, samples.minutes(now - 2 * 1440, now, m -> 3_000, FUNCTION));
        deliver(client, samples.minutes(now, now + 4, m -> 90_000, FUNCTION));

        job.await("the throttle", PATIENCE, () -> lambda.reserved(FUNCTION) == 45);
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);
        assertThat(client.page("/metrics")).contains("duplicates_total " + deliveries);
    }

    /** Delivers batches of 500 lines, each once in gzip and once more as a retry without gzip. */
    private void deliver(FirehoseClient client, MetricStreamFiles samples) {
        List<String> lines = samples.text().lines().toList();
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
}

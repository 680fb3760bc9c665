package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.aws.EventBridgeChannel;
import dev.breakwater.connectors.alarms.aws.SnsChannel;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.poll.AwsMetricsApi;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource;
import dev.breakwater.connectors.lambda.inventory.InventorySource;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.Ports.Channel;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples in the emulator's CloudWatch are polled without files. The job throttles and releases, and SNS, EventBridge
 * and the pager get the alerts.
 */
@Tag("full") // this was not shown to take less than a minute
@ExtendWith(AwsKeys.class)
class PolledToThrottleIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String REGION = MetricStreamFiles.REGION;
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String VICTIM = "checkout";
    /** The minutes of history: a day, the whole hour of the flood and the hour beside it. */
    private static final int HISTORY = 28 * 60;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How far the clock of the polling is behind. The polling runs in this JVM and reads this field. */
    private static volatile Duration behind;

    @TempDir
    Path folder;

    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private HeardQueue heard;
    private JobClient job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), REGION);
        pager = PagerDutyDouble.start();
        heard = HeardQueue.on(aws.endpoint(), REGION);
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        heard.close();
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void throttlesTellsEverybodyAndRestores() throws Exception {
        lambda.create(VICTIM, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(VICTIM).reservedConcurrentExecutions(40));
        long now = Clock.systemUTC().millis() / 60_000;
        try (StoredMetrics metrics = new StoredMetrics(aws.endpoint(), REGION)) {
            metrics.minutes(VICTIM, now - HISTORY, now - 80, 300);
            metrics.minutes(VICTIM, now - 80, now - 70, 12_000);
            metrics.minutes(VICTIM, now - 70, now, 300);
        }
        // the job sets no throttle for a flood that has already ended when it is first seen
        behind = Duration.ofMinutes(74);
        run();
        Waiting.until(() -> done(Kind.HELD), PATIENCE);
        behind = Duration.ZERO;
        Waiting.until(() -> done(Kind.RETURNED), PATIENCE);
        Waiting.until(
                () -> lambda.reserved(VICTIM) == 40
                        && lambda.lambda()
                                .listTags(r -> r.resource(arn()))
                                .tags()
                                .isEmpty(),
                PATIENCE);
        pager.await(p -> !p.alerts().isEmpty() && p.alerts().stream().noneMatch(a -> a.open()), PATIENCE);
        assertThat(pager.refusals()).isEmpty();
        Waiting.until(
                () -> heard.alarms().size() >= 2
                        && heard.events().stream()
                                .anyMatch(e -> e.at("/detail/action").asText().equals("resolve")),
                PATIENCE);
        assertThat(heard.alarms())
                .extracting(a -> body(a).path("NewStateValue").asText())
                .contains("ALARM", "OK");
        assertThat(heard.events())
                .extracting(e -> e.at("/detail/action").asText())
                .contains("trigger", "resolve", "notice");
        assertThat(LocalJob.isWhole(folder)).isTrue();
        assertThat(Files.readString(folder.resolve("inventory-rows.jsonl"))).contains("\"kind\":\"found\"", VICTIM);
    }

    private void run() throws Exception {
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(500));
        String endpoint = aws.endpoint().toString();
        AwsSettings settings = AwsSettings.of(REGION, endpoint, "");
        PollSettings polled = PollSettings.of(
                List.of(new PollTarget(ACCOUNT, REGION, "")), Duration.ofMinutes(1), Duration.ofMinutes(HISTORY), 50);
        var feed = PollingSource.of(polled, AwsMetricsApi.at(endpoint), new Behind());
        var inventory = InventorySource.of(List.of(new InventoryPlace(ACCOUNT, settings)), InventoryPace.every(60_000));
        var act = LocalJob.acts(folder, new EmulatorLevers(aws.endpoint()), "test");
        OutboxLimits limits = OutboxLimits.defaults().withStaleAfter(Duration.ofHours(3));
        UndeliveredAlarm.Log log = UndeliveredAlarm.Log.ofProgram();
        Ports ports = new Ports(
                        List.of(new Ports.Feed(Stage.POLL, feed)),
                        Optional.of(inventory),
                        Optional.of(act),
                        List.of(
                                new Channel(
                                        Stage.NOTIFY.uid(),
                                        HttpChannel.sink(
                                                new PagerDuty(pager.endpoint().toString(), SecretRef.NONE, false),
                                                () -> KEY,
                                                false,
                                                limits,
                                                log),
                                        true,
                                        false),
                                new Channel(
                                        "notify-sns",
                                        SnsChannel.sink(heard.topic(), endpoint, "", limits, log),
                                        true,
                                        false),
                                new Channel(
                                        "notify-eventbridge",
                                        EventBridgeChannel.sink("default", settings, limits, log),
                                        true,
                                        true)),
                        Optional.empty(),
                        folder.toString())
                .withWatched(LocalJob.watched(ACCOUNT));
        SurgeGuardJob.build(env, Books.live(ACCOUNT, Map.of(VICTIM, 40)), ports);
        job = env.executeAsync("polled-to-throttle");
    }

    private boolean done(Kind kind) {
        return LocalJob.done(folder).stream().anyMatch(e -> e.is(kind));
    }

    private static String arn() {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + VICTIM;
    }

    private static JsonNode body(JsonNode envelope) {
        try {
            return new ObjectMapper().readTree(envelope.path("Message").asText());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The wall clock, set back by some time. */
    private static final class Behind extends Clock implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Instant instant() {
            return Instant.now().minus(behind);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

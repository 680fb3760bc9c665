package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.Answer;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.Ports.Channel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job with receivers that each get their own alerts. One of them is down, and one refuses. */
@Tag("full")
class RoutesIT {

    private static final String ACCOUNT = "111122223333";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final PagerDutyDouble payments = PagerDutyDouble.start();
    private final PagerDutyDouble shop = PagerDutyDouble.start();
    private final List<Channel> channels = new ArrayList<>();
    private JobClient job;

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        payments.close();
        shop.close();
    }

    @Test
    void eachReceiverHearsItsOwnToTheEndAndOneThatIsDownDelaysNoOther() throws Exception {
        receiver("payments", payments.endpoint());
        receiver("shop", shop.endpoint());
        receiver("down", URI.create("http://127.0.0.1:1/v2/enqueue"));
        // a receiver that is busy for some time does not affect the other receivers either
        for (int i = 0; i < 6; i++) shop.script(Answer.tooMany(1));
        Files.createDirectories(folder.resolve("landing"));
        run("""
                - { match: { severities: [critical, error, warning] }, to: [down], continue: on }
                - { match: { function: "pay-*" }, to: [payments] }
                - { to: [shop] }
                """);
        long now = Clock.systemUTC().millis() / 60_000 - 80;
        MetricStreamFiles samples = new MetricStreamFiles(ACCOUNT);
        samples.minutes(now - 2 * 1440, now, m -> 300, "pay-api", "web")
                .minutes(now, now + 5, m -> 12_000, "web")
                .minutes(now, now + 5, m -> 300, "pay-api")
                .into(folder.resolve("landing"), "1-flood.jsonl");
        // after a first start, everything that pages in one minute is one alert
        shop.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
        samples.minutes(now + 5, now + 10, m -> 12_000, "pay-api", "web")
                .into(folder.resolve("landing"), "2-second-flood.jsonl");
        payments.await(p -> p.alerts().stream().anyMatch(Alert::open), PATIENCE);
        samples.minutes(now + 10, now + 75, m -> 300, "pay-api", "web").into(folder.resolve("landing"), "3-calm.jsonl");
        payments.await(p -> p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        shop.await(p -> p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        assertThat(payments.alerts())
                .extracting(Alert::summary)
                .singleElement()
                .asString()
                .contains("function pay-api");
        assertThat(shop.alerts()).extracting(Alert::summary).isNotEmpty().noneMatch(s -> s.contains("pay-api"));
        assertThat(payments.anomalies()).isEmpty();
        assertThat(payments.changes())
                .hasSameSizeAs(payments.changes().stream()
                        .filter(c -> c.at("/payload/summary").asText().contains("pay-api"))
                        .toList());
    }

    private void receiver(String name, URI endpoint) {
        OutboxLimits limits = OutboxLimits.defaults().withStaleAfter(Duration.ofHours(3));
        UndeliveredAlarm.Log log = UndeliveredAlarm.Log.ofProgram(name);
        String key = "0123456789abcdef0123456789abcdef";
        channels.add(new Channel(
                Stage.NOTIFY.uid() + "-to-" + name,
                HttpChannel.sink(
                                new PagerDuty(endpoint.toString(), SecretRef.NONE, false),
                                () -> key,
                                false,
                                limits,
                                log)
                        .of(name),
                true,
                false));
        channels.add(new Channel(
                Stage.NOTIFY_CHANGES.uid() + "-to-" + name,
                HttpChannel.sink(
                                new PagerDuty(endpoint.toString(), SecretRef.NONE, true), () -> key, false, limits, log)
                        .of(name),
                false,
                true));
    }

    private void run(String routes) throws Exception {
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(100)));
        Ports ports = new Ports(
                List.of(new Ports.Feed(Stage.SOURCE, source)),
                Optional.empty(),
                Optional.empty(),
                channels,
                Optional.empty(),
                folder.resolve("lines").toString());
        GuardSettings settings = Books.alerting(Books.live(ACCOUNT, Map.of("pay-api", -1, "web", -1)));
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(300));
        SurgeGuardJob.build(env, Routed.settings(settings, Routed.by(folder, "payments, shop, down", routes)), ports);
        job = env.executeAsync("routes");
    }
}

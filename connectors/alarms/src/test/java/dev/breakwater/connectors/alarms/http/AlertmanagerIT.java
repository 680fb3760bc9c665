package dev.breakwater.connectors.alarms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import dev.breakwater.connectors.alarms.outbox.Outbox;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests against Debian's Alertmanager. The outbox uses the test's clock, and the calls are real. */
@Tag("full")
class AlertmanagerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final HttpReceiver people = new HttpReceiver();
    private final int port = free();
    private final Alertmanager format = new Alertmanager("http://127.0.0.1:" + port, SecretRef.NONE);
    private final Outbox outbox = Outbox.fresh(format.limits(OutboxLimits.defaults()));
    /** The test's clock is behind the real clock, so that an alert that ends by it has really ended. */
    private long now = System.currentTimeMillis() - Duration.ofMinutes(5).toMillis();

    private final AlarmChannel channel =
            new HttpChannel(format, HttpChannel.SecretSource.NONE, false, () -> now, HttpChannel.TIMEOUT);
    private Process alertmanager;

    @BeforeEach
    void begin() throws IOException {
        start();
    }

    @AfterEach
    void end() throws Exception {
        stop();
        people.close();
    }

    @Test
    void anAlertAppearsIsStatedAgainAfterItWasForgottenAndResolves() throws Exception {
        outbox.offer(Alarms.trigger("breakwater/3f9c2a71b0de", now), now);
        send();
        JsonNode alert = alerts().get(0);
        assertThat(alert.path("status").path("state").asText()).isIn("active", "unprocessed");
        assertThat(alert.path("labels").path("function").asText()).isEqualTo("checkout");
        assertThat(alert.path("labels").path("severity").asText()).isEqualTo("critical");
        assertThat(alert.path("annotations").path("summary").asText()).startsWith("surge of");
        assertThat(alert.path("generatorURL").asText()).isEqualTo("https://example.org/incidents/1");
        Instant ends = Instant.parse(alert.path("endsAt").asText());
        await(() -> people.posts().stream().anyMatch(p -> p.body().contains("\"status\":\"firing\"")));

        now += Duration.ofMinutes(1).toMillis();
        send();
        assertThat(Instant.parse(alerts().get(0).path("endsAt").asText())).isAfter(ends);

        stop();
        try (Stream<Path> kept = Files.walk(folder.resolve("alerts"))) {
            kept.filter(Files::isRegularFile)
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        start();
        assertThat(alerts()).as("it forgets").isEmpty();
        now += Duration.ofMinutes(1).toMillis();
        send();
        assertThat(alerts()).hasSize(1);

        outbox.offer(Alarms.resolve("breakwater/3f9c2a71b0de", now), now);
        send();
        assertThat(alerts()).as("resolved ones are not listed").isEmpty();
        await(() -> people.posts().stream().anyMatch(p -> p.body().contains("\"status\":\"resolved\"")));
        assertThat(outbox.drainUndelivered()).isEmpty();
    }

    /** Sends all events that are due. Each is accepted. */
    private void send() {
        for (Optional<AlarmEvent> next = outbox.next(now); next.isPresent(); next = outbox.next(now)) {
            outbox.settle(channel.deliver(next.get()), now);
        }
        assertThat(outbox.counts().retried() + outbox.counts().rejected()).isZero();
    }

    private JsonNode alerts() throws IOException {
        URI all = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts");
        try (InputStream body = all.toURL().openStream()) {
            return new ObjectMapper().readTree(body);
        }
    }

    private void start() throws IOException {
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), """
                route: { receiver: people, group_wait: 0s, group_interval: 1s, group_by: [dedup_key] }
                receivers:
                  - { name: people, webhook_configs: [ { url: "%s", send_resolved: true } ] }
                """.formatted(people.url("/people")));
        alertmanager = new ProcessBuilder(
                        "prometheus-alertmanager",
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("alerts"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
        await(this::isThere);
    }

    private boolean isThere() {
        try {
            return alerts() != null;
        } catch (IOException e) {
            return false;
        }
    }

    private void stop() throws InterruptedException {
        alertmanager.destroy();
        assertThat(alertmanager.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited " + PATIENCE).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

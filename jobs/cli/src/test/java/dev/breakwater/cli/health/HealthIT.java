package dev.breakwater.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.flink.Checkpoints;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.Loopback;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.engine.watch.Watched.Subject;
import dev.breakwater.guard.stage.WatchFeed;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code /health} with a real feed in a real Flink, silent and reporting. The time limits are seconds instead of
 * minutes.
 */
class HealthIT {

    private static final String ACCOUNT = "111122223333";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private URI base;

    @Test
    void aFeedThatIsSilentTurnsItTo503WithTheReasonAndOneThatIsHeardOfBackTo200() throws Exception {
        int port = Loopback.freePort();
        base = URI.create("http://127.0.0.1:" + port);
        HealthEndpoint endpoint =
                new HealthEndpoint(new Settings.Health("127.0.0.1:" + port, List.of()), new RunFolder(folder));
        JobClient job = job();
        try {
            await(503, "not reporting: blind/" + ACCOUNT + "/landing: for ");
            long now = System.currentTimeMillis() / 60_000;
            // one sample does not end a silence, so there are several
            landsUntil("the feed lags: its newest minute was ", now - 200);
            landsUntil("\"ok\"", now - 1);
            assertThat(get("/health").body()).isEqualTo("{\"status\":\"ok\",\"brakeProven\":null}\n");
            Path refused = Files.writeString(
                    LedgerFile.CONFIGURATION.in(folder),
                    "{\"at\":\"2026-08-05T12:00:00Z\",\"refused\":\"no such key\"}");
            await(503, "the earlier one stays in force: no such key");
            Files.delete(refused);
            assertThat(get("/metrics").body())
                    .contains("breakwater_silent_seconds{")
                    .contains("flink_jobmanager_job_");
            assertThat(get("/jobs").statusCode()).isEqualTo(404);
        } finally {
            job.cancel().get(30, TimeUnit.SECONDS);
            endpoint.close();
        }
    }

    private void landsUntil(String text, long minute) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; !get("/health").body().contains(text); i++) {
            assertThat(System.nanoTime()).as(text).isLessThan(end);
            new MetricStreamFiles(ACCOUNT)
                    .minutes(minute, minute + 1, m -> 10, "checkout")
                    .into(folder.resolve("landing"), minute + "-" + i);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Test
    void anAddressThatIsTakenIsRefusedWithTheKeysName() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Settings.Health health = new Settings.Health("127.0.0.1:" + taken.getLocalPort(), List.of());
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new HealthEndpoint(health, new RunFolder(folder)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("health.listen: cannot listen on ");
        }
    }

    private JobClient job() throws Exception {
        Files.createDirectories(folder.resolve("landing"));
        Duration second = Duration.ofSeconds(1);
        Watched landing = new Watched(Subject.LANDING, ACCOUNT, "", false, Duration.ofSeconds(4), second, second);
        var env = new EmbeddedFlink(1, "heap").forLive(new Checkpoints(folder.resolve("checkpoints")), second);
        env.fromSource(
                        LandingSource.of(
                                List.of(folder.resolve("landing")), LandingSettings.continuous(Clock.systemUTC())),
                        WatermarkStrategy.noWatermarks(),
                        "feed")
                .uid("feed")
                .transform(
                        "watch",
                        TypeInformation.of(SilenceEvent.class),
                        new WatchFeed(List.of(landing), true, folder.toString(), List.of()))
                .uid("watch")
                .sinkTo(new DiscardingSink<>())
                .uid("end");
        return env.executeAsync();
    }

    private void await(int status, String text) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = get("/health");
        while (answer.statusCode() != status || !answer.body().contains(text)) {
            assertThat(System.nanoTime())
                    .as("%s, found %s", text, answer.body())
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
            answer = get("/health");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}

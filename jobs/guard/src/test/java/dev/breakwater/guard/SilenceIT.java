package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.LoggedUnheard;
import dev.breakwater.connectors.alarms.OutboxLimits;
import dev.breakwater.connectors.alarms.PagerDutySink;
import dev.breakwater.connectors.cloudwatch.LandingSettings;
import dev.breakwater.connectors.cloudwatch.LandingSource;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.core.watch.Watched;
import dev.breakwater.core.watch.Watched.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job without data, then without checkpoints: what the pager hears. Patience of seconds instead of minutes. */
class SilenceIT {

    private static final String ACCOUNT = "111122223333";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BLIND = "breakwater/blind/" + ACCOUNT + "/landing";
    private static final String CANNOT_ACT = "breakwater/cannot-act/" + ACCOUNT + "/checkpoints";

    @TempDir
    Path folder;

    private PagerDutyDouble pager;
    private JobClient job;
    private int files;

    @BeforeEach
    void start() throws Exception {
        pager = PagerDutyDouble.start();
        Files.createDirectories(folder.resolve("landing"));
        run();
    }

    @AfterEach
    void stop() throws Exception {
        job.cancel().get(30, TimeUnit.SECONDS);
        pager.close();
    }

    @Test
    void aSilentFeedIsPagedOnceAndResolvedWhenDataComes() throws Exception {
        pager.await(p -> isOpen(BLIND), PATIENCE);
        Waiting.until(() -> !isOpen(BLIND) || land(), PATIENCE);
        assertThat(alert(BLIND)).satisfies(a -> assertThat(a.opened()).isEqualTo(1));
        assertThat(pager.refusals()).isEmpty();
    }

    @Test
    void withoutCheckpointsThePagerHearsThatNothingCanBeDoneAndAlarmsGoOn() throws Exception {
        Path checkpoints = folder.resolve("checkpoints");
        Waiting.until(this::hasCheckpoint, PATIENCE);
        Path ofJob = only(checkpoints);
        // the disk takes no more: a file is where the folder was
        delete(ofJob);
        Files.writeString(ofJob, "");
        pager.await(p -> isOpen(CANNOT_ACT), PATIENCE);
        long now = Clock.systemUTC().millis() / 60_000 - 10;
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * 1440, now, m -> 300, "checkout")
                .minutes(now, now + 5, m -> 12_000, "checkout")
                .into(folder.resolve("landing"), "flood.jsonl");
        pager.await(
                p -> p.alerts().stream().anyMatch(a -> a.open() && a.dedupKey().matches("breakwater/[0-9a-f]+")),
                PATIENCE);
        Files.delete(ofJob);
        pager.await(p -> !isOpen(CANNOT_ACT), PATIENCE);
        assertThat(alert(CANNOT_ACT).opened()).isEqualTo(1);
        assertThat(pager.refusals()).isEmpty();
    }

    private void run() throws Exception {
        var env = LocalJob.live(1, folder.resolve("checkpoints"), Duration.ofMillis(300));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(100)));
        Duration soon = Duration.ofSeconds(2);
        List<Watched> watched = List.of(
                new Watched(Subject.LANDING, ACCOUNT, "", true, soon, soon, Duration.ofMillis(500)),
                new Watched(Subject.CHECKPOINTS, ACCOUNT, "", false, soon, soon, Duration.ofMillis(500)));
        var alarm = PagerDutySink.create(
                pager.endpoint(),
                () -> "0123456789abcdef0123456789abcdef",
                OutboxLimits.defaults(),
                new LoggedUnheard());
        Ports ports = new Ports(
                List.of(new Ports.Feed(Stage.SOURCE, source, watched)),
                Optional.empty(),
                Optional.empty(),
                List.of(Channel.ofAlarms(Stage.NOTIFY, alarm)),
                Optional.empty(),
                folder.toString());
        SurgeGuardJob.build(env, Books.live(ACCOUNT, Map.of("checkout", -1)), ports);
        job = env.executeAsync("silence");
    }

    /** One minute more; always false. */
    private boolean land() {
        long now = Clock.systemUTC().millis() / 60_000 - 1;
        new MetricStreamFiles(ACCOUNT)
                .minute("checkout", now, 300)
                .into(folder.resolve("landing"), "minute-" + files++ + ".jsonl");
        return false;
    }

    private boolean isOpen(String key) {
        return pager.alerts().stream().anyMatch(a -> a.dedupKey().equals(key) && a.open());
    }

    private Alert alert(String key) {
        return pager.alerts().stream()
                .filter(a -> a.dedupKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasCheckpoint() {
        try (var all = Files.walk(folder.resolve("checkpoints"))) {
            return all.anyMatch(p -> p.endsWith("_metadata"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static Path only(Path in) throws IOException {
        try (var all = Files.list(in)) {
            return all.findFirst().orElseThrow();
        }
    }

    /** Checkpoints come and go meanwhile. */
    private static void delete(Path tree) {
        Waiting.until(() -> deleted(tree), PATIENCE);
    }

    private static boolean deleted(Path tree) {
        try (var all = Files.walk(tree)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(p);
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}

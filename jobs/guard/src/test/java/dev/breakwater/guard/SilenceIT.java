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
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.engine.watch.Watched.Subject;
import dev.breakwater.guard.Ports.Channel;
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
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alerts at the pager if the whole job has no data, no checkpoints or no files. The patience is seconds instead of
 * minutes.
 */
class SilenceIT {

    private static final String ACCOUNT = "111122223333";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BLIND = "breakwater/blind/" + ACCOUNT + "/landing";
    private static final String CANNOT_ACT = "breakwater/cannot-act/" + ACCOUNT + "/checkpoints";

    private static final String CANNOT_WRITE = "breakwater/cannot-write/" + ACCOUNT + "/files";

    @TempDir
    Path folder;

    private PagerDutyDouble pager;
    private JobClient job;
    private int files;

    @BeforeEach
    void start() throws Exception {
        pager = PagerDutyDouble.start();
        Files.createDirectories(folder.resolve("landing"));
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        pager.close();
    }

    @Test
    void aSilentFeedIsPagedOnceAndResolvedWhenDataComes() throws Exception {
        run();
        pager.await(p -> isOpen(BLIND), PATIENCE);
        Waiting.until(job, () -> !isOpen(BLIND) || land(), PATIENCE);
        assertThat(alert(BLIND)).satisfies(a -> assertThat(a.opened()).isEqualTo(1));
        assertThat(pager.refusals()).isEmpty();
    }

    @Test
    void withoutCheckpointsThePagerHearsThatNothingCanBeDoneAndAlarmsGoOn() throws Exception {
        run();
        Path checkpoints = folder.resolve("checkpoints");
        Waiting.until(job, this::hasCheckpoint, PATIENCE);
        Path ofJob = only(checkpoints);
        // the disk cannot be written, because a file is in the place of the folder
        Waiting.until(job, () -> replaced(ofJob), PATIENCE);
        pager.await(p -> isOpen(CANNOT_ACT), PATIENCE);
        flood();
        Files.delete(ofJob);
        pager.await(p -> !isOpen(CANNOT_ACT), PATIENCE);
        assertThat(told(CANNOT_ACT))
                .as("once, and once where already the start took longer than the patience of this test")
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(pager.refusals()).isEmpty();
    }

    @Test
    void filesThatCannotBeWrittenArePagedOnceAndWhatWaitedIsWrittenWhenTheyCan() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("lines"), "");
        run();
        pager.await(p -> isOpen(CANNOT_WRITE), PATIENCE);
        assertThat(alert(CANNOT_WRITE).summary()).contains("cannot write", inTheWay.toString());
        flood();
        Files.delete(inTheWay);
        Waiting.until(job, () -> !isOpen(CANNOT_WRITE), PATIENCE);
        Waiting.until(job, () -> Files.exists(inTheWay.resolve("decisions.jsonl")) || land(), PATIENCE);
        assertThat(Files.readString(inTheWay.resolve("decisions.jsonl"))).contains("\"type\":\"page\"");
        assertThat(alert(CANNOT_WRITE).opened()).isEqualTo(1);
        assertThat(pager.refusals()).isEmpty();
    }

    @Test
    void aRestartIntoObserveEndsWhatThePagerWasTold() throws Exception {
        run();
        flood();
        Path checkpoints = folder.resolve("checkpoints");
        String savepoint = job.stopWithSavepoint(false, checkpoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        String surge = pager.alerts().stream()
                .map(Alert::dedupKey)
                .filter(SilenceIT::isOfSurge)
                .findFirst()
                .orElseThrow();
        assertThat(isOpen(surge)).isTrue();
        run(
                LocalJob.resuming(1, checkpoints, Duration.ofMillis(300), savepoint),
                Books.observing(Books.live(ACCOUNT, Map.of("checkout", -1))));
        pager.await(p -> !isOpen(surge), PATIENCE);
        assertThat(alert(surge).opened()).isEqualTo(1);
        assertThat(pager.refusals()).isEmpty();
    }

    /** A flood that is paged. */
    private void flood() {
        // a surge that is ten minutes older than its job would have another key
        long now = Clock.systemUTC().millis() / 60_000 - 6;
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * 1440, now, m -> 300, "checkout")
                .minutes(now, now + 5, m -> 12_000, "checkout")
                .into(folder.resolve("landing"), "flood.jsonl");
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.open() && isOfSurge(a.dedupKey())), PATIENCE);
    }

    private static boolean isOfSurge(String key) {
        return key.matches("breakwater/[0-9a-f]+");
    }

    private void run() throws Exception {
        run(
                LocalJob.live(1, folder.resolve("checkpoints"), Duration.ofMillis(300)),
                Books.live(ACCOUNT, Map.of("checkout", -1)));
    }

    private void run(StreamExecutionEnvironment env, GuardSettings settings) throws Exception {
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(100)));
        Duration soon = Duration.ofSeconds(2);
        // on a busy machine, a checkpoint takes longer than the patience of this test
        Duration some = Duration.ofSeconds(8);
        List<Watched> watched = List.of(
                new Watched(Subject.LANDING, ACCOUNT, "", true, soon, soon, Duration.ofMillis(500)),
                new Watched(Subject.CHECKPOINTS, ACCOUNT, "", false, some, soon, Duration.ofMillis(500)),
                new Watched(Subject.FILES, ACCOUNT, "", false, soon, soon, Duration.ofMillis(500)));
        var alarm = HttpChannel.sink(
                new PagerDuty(pager.endpoint().toString(), SecretRef.NONE, false),
                () -> "0123456789abcdef0123456789abcdef",
                false,
                OutboxLimits.defaults(),
                UndeliveredAlarm.Log.ofProgram());
        Ports ports = new Ports(
                List.of(new Ports.Feed(Stage.SOURCE, source, watched)),
                Optional.empty(),
                Optional.empty(),
                List.of(new Channel(Stage.NOTIFY.uid(), alarm, true, false)),
                Optional.empty(),
                folder.resolve("lines").toString());
        SurgeGuardJob.build(env, settings, ports);
        job = env.executeAsync("silence");
    }

    /** Adds one more minute. Always returns false. */
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

    /** Whether each trigger reports silence since the start or later silence. */
    private List<Boolean> told(String key) {
        return pager.accepted().stream()
                .filter(e -> e.dedupKey().equals(key) && e.action().equals("trigger"))
                .map(e -> e.payload("summary").contains("since the start"))
                .toList();
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

    /** Replaces a folder by a file. Returns false if a checkpoint created the folder again in the meantime. */
    private static boolean replaced(Path tree) {
        try {
            deleted(tree);
            Files.writeString(tree, "");
            return true;
        } catch (IOException e) {
            return false;
        }
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

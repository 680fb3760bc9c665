package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.Ports.Channel;
import dev.breakwater.guard.page.PageSink;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the pager's alerts for the whole job in an account that first denies and then allows calls, and for a job
 * without a ledger.
 */
class CannotActIT {

    private static final String ACCOUNT = "111122223333";
    private static final String KEY = "breakwater/cannot-act/" + ACCOUNT + "/" + MetricStreamFiles.REGION;
    private static final String LEDGER = "breakwater/ledger/breakwater/" + ACCOUNT + "/" + MetricStreamFiles.REGION;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Levers that the operator opens in this JVM read this field. */
    private static volatile boolean denying;

    private static final AtomicInteger CHANGES = new AtomicInteger();

    @TempDir
    Path folder;

    private PagerDutyDouble pager;
    private JobClient job;

    @BeforeEach
    void start() throws Exception {
        denying = true;
        CHANGES.set(0);
        pager = PagerDutyDouble.start();
        // a surge that is ten minutes older than its job would have another key
        long now = Clock.systemUTC().millis() / 60_000 - 6;
        new MetricStreamFiles(ACCOUNT)
                .minutes(now - 2 * 1440, now, m -> 300, "checkout", "orders")
                .minutes(now, now + 5, m -> 12_000, "checkout", "orders")
                .into(folder.resolve("landing"), "flood.jsonl");
        run();
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        pager.close();
    }

    @Test
    void anAccountThatDeniesIsPagedOnceAndResolvedWhenActsWorkAgain() throws Exception {
        pager.await(p -> alert().open(), PATIENCE);
        assertThat(alert().summary()).contains("cannot act in account " + ACCOUNT, "AccessDenied");
        pager.await(p -> isTold("checkout") && isTold("orders"), PATIENCE);
        assertThat(CHANGES).hasValue(0);
        Path page = folder.resolve("pages/cannot-act-" + ACCOUNT + "-" + MetricStreamFiles.REGION + ".html");
        Waiting.until(() -> Files.exists(page), PATIENCE);
        assertThat(Files.readString(page)).contains("AccessDenied", "throttle by hand if you must");
        assertThat(pager.accepted())
                .filteredOn(e -> e.dedupKey().equals(KEY))
                .allSatisfy(e -> assertThat(e.body().at("/links/0/href").asText())
                        .isEqualTo("https://example.org/incidents/" + page.getFileName()));
        denying = false;
        pager.await(p -> alert().closed() == 1, PATIENCE);
        Waiting.until(() -> read(page).contains("limits can be set and released again"), PATIENCE);
        assertThat(alert().opened()).isEqualTo(1);
        assertThat(pager.refusals()).isEmpty();
    }

    @Test
    @Tag("full")
    void withoutALedgerThePagerHearsThatNothingIsDone() throws Exception {
        denying = false;
        Waiting.until(() -> CHANGES.get() > 0, PATIENCE);
        // the ledger is complete when it returns; a deleted ledger is a different case
        Path disk = folder.resolve("disk");
        swap(Files.writeString(folder.resolve("full"), ""), disk);
        pager.await(p -> alert(LEDGER).open(), PATIENCE);
        assertThat(alert(LEDGER).summary()).contains("ledger");
        swap(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("acts")), disk);
        pager.await(p -> alert(LEDGER).closed() == 1, PATIENCE);
        assertThat(alert(LEDGER).opened()).isEqualTo(1);
        assertThat(pager.refusals()).isEmpty();
    }

    private static void swap(Path by, Path disk) throws IOException {
        Files.move(by, disk, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run() throws Exception {
        var env = LocalJob.live(1, folder.resolve("checkpoints"), Duration.ofMillis(300));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(100)));
        var alarm = new Channel(
                Stage.NOTIFY.uid(),
                HttpChannel.sink(
                        new PagerDuty(pager.endpoint().toString(), SecretRef.NONE, false),
                        () -> "0123456789abcdef0123456789abcdef",
                        false,
                        OutboxLimits.defaults(),
                        UndeliveredAlarm.Log.ofProgram()),
                true,
                false);
        String pages = folder.resolve("pages").toString();
        Files.createSymbolicLink(folder.resolve("disk"), Files.createDirectories(folder.resolve("acts")));
        var act = LocalJob.acts(folder.resolve("disk"), (account, region, kind) -> new Grudging(), "breakwater");
        Ports ports = new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.empty(),
                        Optional.of(act),
                        List.of(alarm),
                        Optional.empty(),
                        folder.toString())
                .withWatched(LocalJob.watched(ACCOUNT))
                .withPages(new PageSink(pages), "https://example.org/incidents");
        SurgeGuardJob.build(env, Books.live(ACCOUNT, Map.of("checkout", -1, "orders", -1)), ports);
        job = env.executeAsync("cannot-act");
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            return "";
        }
    }

    private Alert alert() {
        return alert(KEY);
    }

    private Alert alert(String key) {
        return pager.alerts().stream()
                .filter(a -> a.dedupKey().equals(key))
                .findFirst()
                .orElse(new Alert(key, false, 0, 0, 0, ""));
    }

    /**
     * Whether the function was paged for. After a first start, everything that pages in the same minute is in one
     * alert.
     */
    private boolean isTold(String function) {
        return pager.alerts().stream()
                .filter(a -> a.dedupKey().matches("breakwater/([0-9a-f]+|fleet/.*)"))
                .anyMatch(a -> a.summary().contains(function));
    }

    /** A lever that denies all calls while {@link #denying} is set. */
    private static final class Grudging implements LimitApi {

        private final Map<String, Integer> limits = new ConcurrentHashMap<>();
        private final Map<String, String> leases = new ConcurrentHashMap<>();

        @Override
        public Answer<LimitReading> read(String target) {
            int limit = limits.getOrDefault(target, LimitValue.NONE);
            return denying
                    ? Answer.failed(AwsFailure.of(Outcome.DENIED, "AccessDenied", "not allowed"))
                    : Answer.of(new LimitReading(true, limit, leases.get(target), 0, Map.of()));
        }

        @Override
        public Answer<Boolean> tag(String target, String lease) {
            leases.put(target, lease);
            return changed();
        }

        @Override
        public Answer<Boolean> apply(String target, int limit) {
            limits.put(target, limit);
            return changed();
        }

        @Override
        public Answer<Boolean> restore(String target, int previous) {
            limits.put(target, previous);
            return changed();
        }

        @Override
        public Answer<Boolean> untag(String target) {
            leases.remove(target);
            return changed();
        }

        @Override
        public Answer<Boolean> letAlone(String function, long untilMillis) {
            return changed();
        }

        @Override
        public Answer<Boolean> removeHandsOff(String function) {
            return changed();
        }

        private static Answer<Boolean> changed() {
            CHANGES.incrementAndGet();
            return Answer.of(true);
        }

        @Override
        public void close() {
            // there is nothing to close
        }
    }
}

package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble.ReceivedEvent;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.Ports.Channel;
import dev.breakwater.guard.page.PageSink;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.model.function.OwnTags;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the job with a landing folder, the AWS emulator and a strict PagerDuty double, from a surge to the exact
 * release.
 */
class EndToEndIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int DAY = 1440;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    Path folder;

    /** The minute in which the flood begins. It is far enough back for an hour of calm. */
    private final long now = Clock.systemUTC().millis() / 60_000 - 80;

    private final MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;
    private JobClient job;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        pager = PagerDutyDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void throttlesPagesAndRestoresExactlyWhatWasFound() throws Exception {
        lambda.create("none-before", Map.of());
        lambda.create("value-before", Map.of());
        reserve("value-before", 40);
        // the hold is longer than one function may lag behind the other on a slow machine
        run(Duration.ofSeconds(10), Map.of("none-before", -1, "value-before", 40));
        // headroom 1.5 x a peak of 3 instances
        await(() -> lambda.reserved("none-before") == 5 && lambda.reserved("value-before") == 5);
        assertThat(tags("value-before").get(OwnTags.LEASE)).contains(" set=5 was=40 ", " by=test ");
        assertThat(tags("none-before").get(OwnTags.LEASE)).contains(" set=5 was=none ");
        calm("none-before", "value-before");
        await(() -> lambda.reserved("none-before") == -1 && lambda.reserved("value-before") == 40);
        await(() -> unmarked("none-before") && unmarked("value-before"));
        isToldAndOver("none-before", "value-before");
    }

    @Test
    @Tag("full") // a change is believed after three minutes
    void leavesWhatAPersonSetMeanwhile() throws Exception {
        lambda.create("changed-by-hand", Map.of());
        // a release that begins before the change is settled may overwrite it
        run(Duration.ofMinutes(4), Map.of("changed-by-hand", -1));
        await(() -> lambda.reserved("changed-by-hand") == 5);
        reserve("changed-by-hand", 33);
        await(() -> LocalJob.done(folder).stream().anyMatch(line -> line.is(LedgerEntry.Kind.YIELDED)));
        calm("changed-by-hand");
        await(() -> unmarked("changed-by-hand"));
        isToldAndOver("changed-by-hand");
        assertThat(lambda.reserved("changed-by-hand")).isEqualTo(33);
    }

    /**
     * Checks that the functions were paged for and that this has ended. They may share an alert if they page together.
     */
    private void isToldAndOver(String... functions) throws Exception {
        pager.await(p -> isTold(functions) && p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        assertThat(pager.refusals()).isEmpty();
        assertThat(triggers()).allSatisfy(this::leadsToItsPage);
        List<DecisionRow> opened = new RunFolder(folder).rows(LedgerFile.DECISIONS, d -> "open".equals(d.type()));
        assertThat(opened)
                .hasSize(functions.length)
                .allSatisfy(d -> assertThat(page(d.incident()))
                        .content()
                        .contains("flood on function", "throttle", "reserved concurrency 5"));
        assertThat(pager.alerts()).allSatisfy(a -> assertThat(a.opened()).isEqualTo(1));
        assertThat(LocalJob.isWhole(folder)).isTrue();
    }

    private boolean isTold(String... functions) {
        return Stream.of(functions)
                .allMatch(f ->
                        triggers().stream().anyMatch(e -> e.payload("summary").contains(f)));
    }

    private List<ReceivedEvent> triggers() {
        return pager.accepted().stream()
                .filter(e -> e.action().equals("trigger"))
                .toList();
    }

    /** Checks that the link in the pager is the link of a page in the folder. */
    private void leadsToItsPage(ReceivedEvent event) {
        String incident = event.body().at("/payload/custom_details/incident").asText();
        assertThat(event.body().at("/links/0/href").asText())
                .isEqualTo("https://ops.example/incidents/" + incident + ".html");
        assertThat(page(incident)).exists();
    }

    private Path page(String incident) {
        return folder.resolve("incidents").resolve(incident + ".html");
    }

    /** Starts a job and a flood on all of these functions. */
    private void run(Duration hold, Map<String, Integer> fleet) throws Exception {
        String[] functions = fleet.keySet().toArray(new String[0]);
        recordings.minutes(now - 3 * DAY, now, m -> 300, functions).into(folder.resolve("landing"), "1-history.jsonl");
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(500));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        var act = LocalJob.acts(folder, new EmulatorLevers(aws.endpoint()), "test");
        var alarm = HttpChannel.sink(
                new PagerDuty(pager.endpoint().toString(), SecretRef.NONE, false),
                () -> KEY,
                false,
                OutboxLimits.defaults().withStaleAfter(Duration.ofHours(3)),
                UndeliveredAlarm.Log.ofProgram());
        Ports ports = new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.empty(),
                        Optional.of(act),
                        List.of(new Channel(Stage.NOTIFY.uid(), alarm, true, false)),
                        Optional.empty(),
                        folder.toString())
                .withWatched(LocalJob.watched(ACCOUNT));
        var pages = new PageSink(folder.resolve("incidents").toString());
        SurgeGuardJob.build(
                env, Books.live(hold, ACCOUNT, fleet), ports.withPages(pages, "https://ops.example/incidents/"));
        job = env.executeAsync("end-to-end");
        recordings.minutes(now, now + 4, m -> 12_000, functions).into(folder.resolve("landing"), "2-flood.jsonl");
    }

    private void calm(String... functions) {
        recordings.minutes(now + 4, now + 75, m -> 300, functions).into(folder.resolve("landing"), "3-calm.jsonl");
    }

    private void reserve(String function, int value) {
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(function).reservedConcurrentExecutions(value));
    }

    private boolean unmarked(String function) {
        return tags(function).keySet().stream().noneMatch(k -> k.startsWith("breakwater:"));
    }

    private Map<String, String> tags(String function) {
        String arn = "arn:aws:lambda:" + MetricStreamFiles.REGION + ":" + ACCOUNT + ":function:" + function;
        return lambda.lambda().listTags(r -> r.resource(arn)).tags();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Object monitor = new Object();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited " + PATIENCE).isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(100);
            }
        }
    }
}

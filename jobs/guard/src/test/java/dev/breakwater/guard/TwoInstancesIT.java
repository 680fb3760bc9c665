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
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.Ports.Channel;
import dev.breakwater.model.function.OwnTags;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two jobs on one account and one pager, each with its own state, ledger and outbox. */
@Tag("full")
class TwoInstancesIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String VICTIM = "checkout";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** How long a throttle is held. This is longer than one instance may lag behind the other on a slow machine. */
    private static final Duration HOLD = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
    private final List<JobClient> jobs = new ArrayList<>();
    private MotoServer aws;
    private EmulatedFunctions lambda;
    private PagerDutyDouble pager;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        pager = PagerDutyDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (JobClient job : jobs) Jobs.end(job);
        pager.close();
        lambda.close();
        aws.close();
    }

    @Test
    void oneIncidentOneTagAndWhatWasFoundIsPutBack() throws Exception {
        lambda.create(VICTIM, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName(VICTIM).reservedConcurrentExecutions(40));
        long now = Clock.systemUTC().millis() / 60_000 - 80;
        recordings.minutes(now - 3 * 1440, now, m -> 300, VICTIM).into(folder.resolve("landing"), "1-history.jsonl");
        run("first");
        run("second");
        recordings.minutes(now, now + 4, m -> 12_000, VICTIM).into(folder.resolve("landing"), "2-flood.jsonl");
        Waiting.until(() -> lambda.reserved(VICTIM) == 5 && decided("first") && decided("second"), PATIENCE);
        Waiting.until(() -> holds("first") != holds("second"), PATIENCE);
        String holder = holds("first") ? "first" : "second";
        String other = holds("first") ? "second" : "first";
        Waiting.until(() -> decisions(other).contains("instance " + holder + " holds it"), PATIENCE);
        assertThat(tags().get(OwnTags.LEASE)).contains(" was=40 ", " by=" + holder + " ");
        pager.await(p -> p.alerts().stream().anyMatch(a -> a.updates() > 0), PATIENCE);

        recordings.minutes(now + 4, now + 75, m -> 300, VICTIM).into(folder.resolve("landing"), "3-calm.jsonl");
        Waiting.until(() -> lambda.reserved(VICTIM) == 40 && tags().isEmpty(), PATIENCE);
        pager.await(p -> p.alerts().stream().noneMatch(Alert::open), PATIENCE);
        assertThat(pager.alerts())
                .singleElement()
                .satisfies(a -> assertThat(a.opened())
                        .as("the other may end it while the holder still holds, whose next text opens it again")
                        .isLessThanOrEqualTo(2));
        assertThat(pager.refusals()).isEmpty();
    }

    private void run(String name) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        var env = LocalJob.live(1, own.resolve("checkpoints"), Duration.ofMillis(500));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        var act = LocalJob.acts(own, new EmulatorLevers(aws.endpoint()), name);
        var alarm = HttpChannel.sink(
                new PagerDuty(pager.endpoint().toString(), SecretRef.NONE, false),
                () -> "0123456789abcdef0123456789abcdef",
                false,
                OutboxLimits.defaults().withStaleAfter(Duration.ofHours(3)),
                UndeliveredAlarm.Log.ofProgram());
        Ports ports = new Ports(
                        List.of(new Ports.Feed(Stage.SOURCE, source)),
                        Optional.empty(),
                        Optional.of(act),
                        List.of(new Channel(Stage.NOTIFY.uid(), alarm, true, false)),
                        Optional.empty(),
                        own.toString())
                .withWatched(LocalJob.watched(ACCOUNT));
        SurgeGuardJob.build(env, Books.live(name, HOLD, ACCOUNT, Map.of(VICTIM, 40)), ports);
        jobs.add(env.executeAsync(name));
    }

    private boolean decided(String name) {
        return decisions(name).contains("\"throttle\"");
    }

    private String decisions(String name) {
        return read(folder.resolve(name).resolve("decisions.jsonl"));
    }

    private boolean holds(String name) {
        return LocalJob.done(folder.resolve(name)).stream().anyMatch(e -> e.is(LedgerEntry.Kind.HELD));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> tags() {
        String arn = "arn:aws:lambda:" + MetricStreamFiles.REGION + ":" + ACCOUNT + ":function:" + VICTIM;
        return lambda.lambda().listTags(r -> r.resource(arn)).tags();
    }
}

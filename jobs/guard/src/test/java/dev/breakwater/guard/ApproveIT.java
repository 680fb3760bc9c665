package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RequestSource;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows a throttle from its proposal and approval to its release, over a restart. The ledger must have each entry
 * once.
 */
@Tag("full") // a change is believed after three minutes
class ApproveIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final String VICTIM = "checkout";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private MotoServer aws;
    private EmulatedFunctions lambda;
    private JobClient job;
    private RequestDesk desk;

    @BeforeEach
    void start() throws IOException {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
        lambda.create(VICTIM, Map.of());
        Path file = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: . }\n");
        Settings settings = ConfigLoader.load(file).value();
        desk = new RequestDesk(settings, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        lambda.close();
        aws.close();
    }

    @Test
    void nothingIsThrottledBeforeAPersonAgreesAndEachWordCountsOnce() throws Exception {
        long now = Clock.systemUTC().millis() / 60_000 - 20;
        MetricStreamFiles samples = new MetricStreamFiles(ACCOUNT);
        samples.minutes(now - 2 * 1440, now, m -> 300, VICTIM)
                .minutes(now, now + 4, m -> 12_000, VICTIM)
                .into(folder.resolve("landing"), "1-flood.jsonl");
        job = run(LocalJob.live(1, checkpoints(), Duration.ofMillis(300)));
        Waiting.until(() -> !decided("propose").isEmpty(), PATIENCE);
        String incident = decided("propose").get(0).incident();
        assertThat(lambda.reserved(VICTIM)).isEqualTo(-1);

        Request said = desk.take(Ask.of(Kind.APPROVE, incident), "", "alice", "test");
        Waiting.until(() -> decided("request").size() == 1, PATIENCE);
        samples.minutes(now + 4, now + 7, m -> 12_000, VICTIM).into(folder.resolve("landing"), "2-flood.jsonl");
        Waiting.until(() -> lambda.reserved(VICTIM) == 5, PATIENCE);
        Waiting.until(() -> ledger().contains("approve, by alice, from test: taken"), PATIENCE);

        // a second click before the server knows of the first
        Path requests = folder.resolve("requests");
        RequestFiles.write(
                requests,
                new Request("twice", Kind.APPROVE, said.scope(), incident, said.at(), -1, "bob", "test", "", 0));
        Waiting.until(() -> ledger().contains("approve, by bob, from test: over: a throttle has already"), PATIENCE);
        assertThat(refusal(Ask.of(Kind.APPROVE, incident))).isEqualTo("a throttle has already been requested or set");

        String savepoint = job.stopWithSavepoint(false, checkpoints().toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
        desk.take(Ask.of(Kind.RELEASE, incident), "", "carol", "test");
        job = run(LocalJob.resuming(1, checkpoints(), Duration.ofMillis(300), savepoint));
        Waiting.until(() -> lambda.reserved(VICTIM) == -1, PATIENCE);
        Waiting.until(() -> ledger().contains("release, by carol, from test: taken"), PATIENCE);
        assertThat(ledger().split("approve, by alice", -1)).as("heard once").hasSize(2);
        assertThat(decided("request")).hasSize(3);
        assertThat(LocalJob.isWhole(folder)).isTrue();
        Waiting.until(() -> refusal(Ask.of(Kind.RELEASE, incident)).equals("no limit is held"), PATIENCE);
    }

    private String refusal(Ask ask) {
        try {
            desk.take(ask, "", "dave", "test");
            return "";
        } catch (NotTaken e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<DecisionRow> decided(String type) {
        try {
            return new RunFolder(folder).rows(LedgerFile.DECISIONS, d -> type.equals(d.type()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ledger() {
        return LocalJob.done(folder).stream()
                .map(e -> e.detail() + " by " + e.cause().by())
                .collect(Collectors.joining("\n"));
    }

    private JobClient run(StreamExecutionEnvironment env) throws Exception {
        GuardSettings settings = Books.approving(ACCOUNT, Map.of(VICTIM, -1));
        String requests = folder.resolve("requests").toString();
        SurgeGuardJob.build(
                env,
                settings,
                LocalJob.acting(folder, ACCOUNT, aws.endpoint()).withRequests(new RequestSource(requests)));
        return env.executeAsync("approve");
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }
}

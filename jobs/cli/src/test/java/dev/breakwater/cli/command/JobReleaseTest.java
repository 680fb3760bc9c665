package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.testkit.SetClock;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.live.RunPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a running job makes the release, and that the command otherwise prints the reason. */
class JobReleaseTest {

    private static final Instant NOW = Instant.parse("2026-08-05T14:20:00Z");

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private Settings settings;
    private final SetClock clock = new SetClock(NOW);
    private Runnable job = () -> {};
    private Runnable later = () -> {};

    @BeforeEach
    void aJobThatHoldsCheckout() throws IOException {
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./ledger }\n");
        settings = ConfigLoader.load(config).value();
        Files.createDirectories(folder.resolve("ledger"));
        line(
                "decisions.jsonl",
                "{\"at\":\"2026-08-05T14:10:00Z\",\"scope\":\"function\",\"function\":\"checkout\","
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"throttle\",\"incident\":\"1a2b3c4d5e6f\"}");
        RequestFiles.hears(Path.of(settings.requestsPath()), NOW.toEpochMilli());
    }

    @Test
    void aThrottleThatWasNotSetYetIsOver() throws Exception {
        job = () -> {
            answered("release, by alice, from cli: taken");
            limit(Kind.NOT_SET, NOW.plusSeconds(1), "checkout", "was never set");
        };
        assertThat(release()).contains("was never set");
        assertThat(told).isEmpty();
    }

    @Test
    void waitsForWhatTheLedgerSaysOfIt() throws Exception {
        limit(Kind.RETURNED, NOW.minusSeconds(1), "checkout", "of an earlier one");
        job = () -> {
            answered("release, by alice, from cli: taken");
            limit(Kind.HELD, NOW.plusSeconds(1), "checkout", "");
            limit(Kind.RETURNED, NOW.plusSeconds(1), "payments", "another function's");
            limit(Kind.RETURNED, NOW.plusSeconds(1), "checkout", "given back: 60 again");
        };
        assertThat(release()).contains("given back: 60 again");
        assertThat(told).isEmpty();
    }

    /** Tests a function with two limits, of which the job releases one a minute after the other. */
    @Test
    void waitsForEachLimitOfTheFunction() throws Exception {
        job = () -> {
            answered("release, by alice, from cli: taken");
            mapping(Kind.HELD, NOW.minusSeconds(60), "m-1", "");
            mapping(Kind.HELD, NOW.minusSeconds(60), "m-2", "");
            mapping(Kind.RETURNED, NOW.plusSeconds(1), "m-1", "10 again");
            later = () -> mapping(Kind.RETURNED, NOW.plusSeconds(60), "m-2", "20 again");
        };
        assertThat(release()).contains("10 again; 20 again");
        assertThat(told).isEmpty();
    }

    /** Tests two lines in two chains whose clocks differ. */
    @Test
    void whatWasGivenBackBeforeTheLedgerSaysThatItWasAskedForIsTheAnswerToo() throws Exception {
        job = () -> {
            limit(Kind.RETURNED, NOW.plusSeconds(1), "checkout", "given back: 60 again");
            answered("release, by alice, from cli: taken");
        };
        assertThat(release()).contains("given back: 60 again");
        assertThat(told).isEmpty();
    }

    @Test
    void whereItIsOverTheJobsWordIsSaid() throws Exception {
        job = () -> answered("release, from cli: over: no limit is held");
        assertThat(release()).isEmpty();
        assertThat(told).containsExactly("the job says release, from cli: over: no limit is held");
    }

    @Test
    void aJobThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
        assertThat(release()).isEmpty();
        assertThat(told).containsExactly("the job did not release it within 90 s");
        assertThat(clock.instant()).isAfterOrEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void whereNoJobLooksNothingIsLeftForIt() throws Exception {
        clock.advance(Duration.ofMinutes(2));
        assertThat(release()).isEmpty();
        assertThat(told).singleElement().asString().startsWith("no running job reads requests from ");
        assertThat(RequestFiles.all(Path.of(settings.requestsPath()))).isEmpty();
    }

    @Test
    void aLedgerThatCannotBeReadLeavesTheReleaseToTheCommand() throws Exception {
        Files.createDirectories(RunPlaces.chains(settings).resolve("unreadable/ledger.jsonl"));
        assertThat(release()).isEmpty();
        assertThat(told).singleElement().asString().startsWith("the job's files cannot be used: ");
    }

    @Test
    void whatTheJobDoesNotHoldIsNotAskedOfIt() throws Exception {
        line(
                "decisions.jsonl",
                "{\"at\":\"2026-08-05T14:11:00Z\",\"scope\":\"function\",\"function\":\"checkout\","
                        + "\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"type\":\"given-back\",\"incident\":\"1a2b3c4d5e6f\"}");
        assertThat(release()).isEmpty();
        assertThat(told).containsExactly("according to the job, no limit is held");
    }

    private Optional<String> release() throws Exception {
        JobRelease.Nap nap = () -> {
            job.run();
            job = later;
            later = () -> {};
            clock.advance(Duration.ofSeconds(1));
        };
        return new JobRelease(settings, clock, nap, told::add).release("checkout", "", "");
    }

    private String id() {
        try {
            return RequestFiles.all(Path.of(settings.requestsPath()))
                    .get(0)
                    .request()
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to the request. */
    private void answered(String words) {
        write(LedgerEntry.of(Kind.REQUEST, NOW.plusSeconds(1))
                .function("111122223333", "eu-west-1", "checkout")
                .key(id())
                .detail(words));
    }

    private void limit(Kind kind, Instant at, String function, String words) {
        limit(kind, at, new LimitKey("111122223333", "eu-west-1", function, "reservation", ""), words);
    }

    private void mapping(Kind kind, Instant at, String mapping, String words) {
        limit(kind, at, new LimitKey("111122223333", "eu-west-1", "checkout", "queue", mapping), words);
    }

    private void limit(Kind kind, Instant at, LimitKey key, String words) {
        write(LedgerEntry.of(kind, at)
                .limit(key)
                .lease("t5k3f9", NOW.plusSeconds(600))
                .detail(words));
    }

    private void write(LedgerEntry line) {
        try (LedgerWriter chain = LedgerWriter.of(
                RunPlaces.chains(settings),
                LedgerFolder.operator("111122223333", "eu-west-1"),
                LedgerWriter.SEGMENT_BYTES,
                Clock.systemUTC())) {
            chain.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String file, String line) {
        try {
            Files.writeString(
                    folder.resolve("ledger").resolve(file),
                    line + '\n',
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.testkit.AwsKeys;
import dev.breakwater.connectors.testkit.s3.BucketDouble;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.convert.BookEvents;
import dev.breakwater.guard.live.BookReader.BookSource;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.BookNews.Kind;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(AwsKeys.class)
class BookReaderTest {

    private static final String CONFIG = """
            apiVersion: breakwater.dev/v1
            mode: alert
            source: { landing: { path: ./landing } }
            policies:
              - { name: default, match: { function: "*" }, page: { minUsdPerHour: 5 } }
            """;

    @TempDir
    Path folder;

    private Path file;
    private long now = Instant.parse("2026-08-05T14:20:30Z").toEpochMilli();
    private final MetricListener metrics = new MetricListener();
    private BookReader reader;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("breakwater.yaml"), CONFIG);
        reader = reader("");
        assertThat(twice()).get().extracting(BookNews::kind).isEqualTo(Kind.TAKEN);
    }

    @Test
    void aChangedFileIsTakenUpFromTheFirstMinuteThatEverybodyHasHeardOfIt() throws IOException {
        String id = write(CONFIG.replace("5 }", "7 }"));
        BookNews news = twice().orElseThrow();
        assertThat(news.kind()).isEqualTo(Kind.TAKEN);
        assertThat(news.id()).isEqualTo(id).hasSize(12);
        assertThat(news.from()).isEqualTo(Instant.parse("2026-08-05T14:21:00Z").toEpochMilli());
        assertThat(folder.resolve("books/" + id + ".yaml")).hasContent(CONFIG.replace("5 }", "7 }"));
        assertThat(twice()).as("once").isEmpty();
        now = Instant.parse("2026-08-05T14:30:51Z").toEpochMilli();
        write(CONFIG);
        assertThat(twice().orElseThrow().from())
                .as("9 seconds are too few")
                .isEqualTo(Instant.parse("2026-08-05T14:32:00Z").toEpochMilli());
    }

    @Test
    void aFileInS3IsTakenUpWhenItChangesToo() throws IOException {
        try (BucketDouble s3 = BucketDouble.start()) {
            String config = CONFIG + "aws: { endpoint: \"" + s3.endpoint() + "\" }\n";
            file = Folders.of(Folders.text("s3://breakwater-files/run/breakwater.yaml", "", s3.endpoint()));
            write(config);
            reader = reader("");
            assertThat(twice()).get().extracting(BookNews::kind).isEqualTo(Kind.TAKEN);
            String id = write(config.replace("5 }", "7 }"));
            assertThat(twice()).get().extracting(BookNews::kind, BookNews::id).containsExactly(Kind.TAKEN, id);
        }
    }

    @Test
    void aFileIsJudgedWhenItStandsStillBecauseItMayBeHalfWritten() throws IOException {
        write("apiVersion: breakwater.dev/v1\nmode: al");
        assertThat(reader.look()).isEmpty();
        write(CONFIG.replace("5 }", "7 }"));
        assertThat(reader.look()).isEmpty();
        assertThat(reader.look()).get().extracting(BookNews::kind).isEqualTo(Kind.TAKEN);
    }

    @Test
    void aBadFileIsToldUntilAGoodOneIsThereAndTheBookBeforeItGoesOn() throws Exception {
        String before = ConfigFile.read(file, "").id();
        write(CONFIG.replace("minUsdPerHour: 5", "minUsdPerHour: -5"));
        BookNews bad = twice().orElseThrow();
        assertThat(bad.kind()).isEqualTo(Kind.REFUSED);
        assertThat(bad.text()).isEmpty();
        assertThat(bad.why()).contains("policies[0].page.minUsdPerHour", "-5");
        assertThat(refused()).isEqualTo(1);
        assertThat(new RunFolder(folder).configuration()).get().satisfies(c -> {
            assertThat(c.id()).isEqualTo(before);
            assertThat(c.refused()).isEqualTo(bad.why());
        });
        AlarmEvent alarm = events(bad).get(0);
        assertThat(alarm.opens()).isTrue();
        assertThat(alarm.summary()).contains("is refused, so the earlier one stays in force", "minUsdPerHour");
        assertThat(twice()).as("told once").isEmpty();
        write(CONFIG);
        BookNews good = twice().orElseThrow();
        assertThat(good.kind()).as("it holds already").isEqualTo(Kind.STANDS);
        assertThat(refused()).isZero();
        assertThat(new RunFolder(folder).configuration()).get().satisfies(c -> {
            assertThat(c.refused()).isEmpty();
            assertThat(c.from()).isEqualTo(Instant.parse("2026-08-05T14:21:00Z"));
        });
        assertThat(events(good))
                .singleElement()
                .matches(e -> !e.raises())
                .matches(e -> e.dedupKey().equals(alarm.dedupKey()));
    }

    @Test
    void aStartEndsOnlyAnAlertThatMayBeOpen() throws Exception {
        now += Duration.ofMinutes(11).toMillis();
        reader = reader("");
        BookNews again = twice().orElseThrow();
        assertThat(again.kind()).isEqualTo(Kind.TAKEN);
        assertThat(events(again)).as("nothing was refused").isEmpty();
        write(CONFIG.replace("minUsdPerHour: 5", "minUsdPerHour: -5"));
        assertThat(events(twice().orElseThrow())).hasSize(1);
        write(CONFIG);
        now += Duration.ofMinutes(11).toMillis();
        reader = reader("");
        assertThat(events(twice().orElseThrow())).as("refused before the start").hasSize(1);
        now += Duration.ofMinutes(9).toMillis();
        reader = reader("");
        assertThat(events(twice().orElseThrow())).as("the end may be lost").hasSize(1);
    }

    private static List<AlarmEvent> events(BookNews news) {
        List<AlarmEvent> events = new ArrayList<>();
        new BookEvents("prod").flatMap(news, new ListCollector<>(events));
        return events;
    }

    @Test
    void whatNeedsARestartIsRefusedWithAllThatWasChangedBesideIt() throws IOException {
        write(CONFIG.replace("./landing", "./elsewhere").replace("5 }", "7 }") + "requests: { approveWithin: 5m }\n");
        BookNews news = twice().orElseThrow();
        assertThat(news.kind()).isEqualTo(Kind.REFUSED);
        assertThat(news.why())
                .isEqualTo(
                        "it takes effect at the next start (on a cluster, the next deployment), and no other change of"
                                + " the file is taken until then: source.landing.path, requests.approveWithin");
    }

    @Test
    void aFileThatIsGoneIsToldAndAFileThatWasNeverThereIsNot() throws IOException {
        Files.delete(file);
        assertThat(twice()).get().extracting(BookNews::why).asString().contains("there is no such file");
        file = Files.writeString(file, CONFIG);
        BookReader elsewhere = reader("");
        Files.delete(file);
        reader = elsewhere;
        assertThat(twice()).isEmpty();
    }

    @Test
    void theModeThatTheRunWasGivenHoldsOverTheFiles() throws IOException {
        reader = reader("observe");
        twice();
        write(CONFIG.replace("mode: alert", "mode: enforce"));
        // mode enforce needs a name of the instance
        assertThat(twice()).get().satisfies(n -> {
            assertThat(n.kind()).isEqualTo(Kind.TAKEN);
            assertThat(n.mode()).isEqualTo("observe");
        });
    }

    private String write(String text) throws IOException {
        Files.writeString(file, text);
        return ConfigFile.read(file, "").id();
    }

    private Optional<BookNews> twice() {
        Optional<BookNews> first = reader.look();
        assertThat(first).isEmpty();
        return reader.look();
    }

    private int refused() {
        Optional<Gauge<Integer>> gauge = metrics.getGauge(JobMetrics.BOOK_REFUSED);
        return gauge.orElseThrow().getValue();
    }

    @Test
    void theDeployedJobKeepsItsOwnConfigurationForAFailoverAndNotALaterFile() throws IOException {
        ConfigFile deployed = ConfigFile.read(file, "");
        KeptConfiguration kept = new KeptConfiguration(folder.toUri() + "checkpoints/job/breakwater.yaml");
        BookSource source = new BookSource(deployed, deployed.load().value(), "books", Optional.of(kept));
        write(CONFIG.replace("5 }", "7 }"));
        source.reader(new SimpleCounter(), metrics.getMetricGroup());
        assertThat(kept.read(file, "")).contains(deployed);
    }

    private BookReader reader(String mode) {
        ConfigFile first = ConfigFile.read(file, mode);
        return new BookReader(first, first.load().value(), folder.resolve("books"), () -> now, new SimpleCounter())
                .measuredIn(metrics.getMetricGroup());
    }
}

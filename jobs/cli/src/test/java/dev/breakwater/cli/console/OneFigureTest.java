package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.flink.EmbeddedFlink;
import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.config.ConfigLoader;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.Ports;
import dev.breakwater.guard.SurgeGuardJob;
import dev.breakwater.guard.convert.GuardSettingsFactory;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.world.LiveRun;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.RunFolder;
import dev.breakwater.report.Wording;
import dev.breakwater.report.console.ConsolePages;
import dev.breakwater.report.console.ConsolePages.Page;
import dev.breakwater.report.console.ConsolePages.View;
import dev.breakwater.report.console.Query;
import dev.breakwater.report.incident.Alert;
import dev.breakwater.report.incident.IncidentPages;
import dev.breakwater.report.incident.IncidentStory;
import dev.breakwater.report.run.RunReport;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens the demo's incidents at some of their minutes: everything that shows a figure must show the same one. Durations are
 * not rounded up here, so the alarms are those of a price table without rounding.
 */
@Tag("slow")
class OneFigureTest {

    private static final String ALARMS = "6c9bc4215b1f7d464be83dad27267f969a9b36efdf15180188263a970dfa5502";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The first and the newest minutes of each incident, and every so many between. */
    private static final int EACH = 3;

    private static final int EVERY = 60;
    private static final String IN_THE_LAST_HOUR = " USD above normal in the last hour";

    private static final Path DOCUMENT = Path.of("../../docs/money.md");
    private static final String BEGIN = "<!-- rounding: made by OneFigureTest, do not edit -->\n";
    private static final String END = "<!-- /rounding -->";

    private static final Queue<PageUpdate> NEWS = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path folder;

    /** Another recording than the demo's: a folder with {@code samples}, {@code functions.json} and {@code policies.yaml}. */
    private static final String OTHER = System.getProperty("breakwater.recording", "");

    private static Path run;
    private static List<PageUpdate> told;

    @BeforeAll
    static void replay() throws Exception {
        NEWS.clear();
        run = replay("run", 0);
        told = List.copyOf(NEWS);
    }

    /** @param roundsUpToMs see the price table */
    private static Path replay(String name, int roundsUpToMs) throws Exception {
        Path run = Files.createDirectories(folder.resolve(name));
        Path samples = Path.of(OTHER, "samples");
        Path functions = Path.of(OTHER, "functions.json");
        if (OTHER.isEmpty()) {
            DemoRecording.Written written = DemoRecording.load().writeTo(folder.resolve("recording-" + name));
            samples = written.samples();
            functions = written.functions();
        }
        Path prices = Path.of("../../config/prices/2026-08.yaml");
        Files.writeString(
                folder.resolve("prices.yaml"),
                Files.readString(prices).replaceFirst("roundsUpToMs: 1", "roundsUpToMs: " + roundsUpToMs));
        Path config = Files.writeString(
                folder.resolve("breakwater.yaml"),
                "apiVersion: breakwater.dev/v1\nsource:\n  landing: { path: ./landing }\nledger: { path: ./opened }\n"
                        + "prices: { file: prices.yaml }\n"
                        + (OTHER.isEmpty() ? "" : Files.readString(Path.of(OTHER, "policies.yaml"))));
        var settings = ConfigLoader.recording(config);
        assertThat(settings.problems()).isEmpty();
        var env = EmbeddedFlink.forRecording(1, settings.value().state().backend());
        // a machine may be busy with other tests
        env.configure(Configuration.fromMap(Map.of("pekko.ask.timeout", "5 min")));
        LandingSource source = LandingSource.of(List.of(samples), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env,
                GuardSettingsFactory.recording(settings.value(), InventoryFile.read(functions)),
                Ports.recording(source, run.toString()).withPages(new Heard(), ""));
        env.execute();
        return run;
    }

    /**
     * Lists each minute whose severity or page is another where calls are rounded up, and each that is there only then;
     * {@code -Dbreakwater.write=true} writes the demo's list into the document.
     */
    @Test
    @Tag("full")
    void whatRoundingChangesIsListed() throws Exception {
        Map<String, String> off = alarms(run);
        Map<String, String> on = alarms(replay("rounded", 1));
        TreeSet<String> all = new TreeSet<>(off.keySet());
        all.addAll(on.keySet());
        StringBuilder table = new StringBuilder("| scope | minute | not rounded | rounded |\n|---|---|---|---|\n");
        int changed = 0;
        for (String minute : all) {
            String before = off.getOrDefault(minute, "none");
            String after = on.getOrDefault(minute, "none");
            if (before.equals(after)) continue;
            changed++;
            table.append(String.format("| %s | %s | %s |%n", minute, before, after));
        }
        String block = String.format(
                Locale.ROOT, "%,d of %,d alarm minutes differ.%n%n%s", changed, all.size(), changed == 0 ? "" : table);
        System.out.println(block);
        assertThat(changed).isLessThan(all.size() / 50);
        if (!OTHER.isEmpty()) return;
        String text = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("breakwater.write")) {
            if (!text.contains(BEGIN)) text += "\n## What rounding changes\n\n" + BEGIN + END + '\n';
            Files.writeString(
                    DOCUMENT,
                    text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
                            + block.strip()
                            + '\n'
                            + text.substring(text.indexOf(END)));
        } else if (text.contains(BEGIN)) {
            assertThat(text).contains(BEGIN + block.strip() + '\n' + END);
        }
    }

    /** Severity and page of each minute of each scope. */
    private static Map<String, String> alarms(Path run) throws Exception {
        Map<String, String> minutes = new TreeMap<>();
        new RunFolder(run).each(LedgerFile.ALARMS, row -> {
            JsonNode a = LedgerJson.tree(row);
            String key = a.path("function").asText("") + a.path("group").asText("");
            minutes.put(
                    String.join(" ", a.get("account").asText(), a.get("region").asText(), key) + " | "
                            + Instant.ofEpochSecond(a.get("minute").asLong() * 60),
                    a.get("severity").asText() + (a.get("paged").asBoolean() ? ", paged" : ""));
        });
        return minutes;
    }

    @Test
    @DisabledIfSystemProperty(named = "breakwater.recording", matches = ".+")
    void whatIsAnAlarmDoesNotDependOnHowMoneyIsShown() throws Exception {
        byte[] bytes = Files.readAllBytes(LedgerFile.ALARMS.in(run));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(ALARMS);
    }

    @Test
    void everybodyShowsTheSameFiguresAtEachMinute() throws Exception {
        Shown shown = new Shown(told);
        assertThat(shown.incidents).isGreaterThan(20);
        assertThat(shown.stopped).isGreaterThan(20);
        assertThat(shown.alerts).as("alerts that showed money").isGreaterThan(50);
        assertThat(shown.fell).as("amounts that fell, and said so").isGreaterThan(5);
    }

    /** Jobs that throttle, lose their state, and are asked by people. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisabledIfSystemProperty(named = "breakwater.recording", matches = ".+")
    @Tag("full")
    void soDoLiveRuns(long seed) throws Exception {
        Shown shown = new Shown(LiveRun.of(seed));
        assertThat(shown.minutes).isGreaterThan(20);
        assertThat(shown.alerts).as("alerts that showed money").isPositive();
    }

    /** All incidents of a run, opened at some of their minutes without a difference. */
    private static final class Shown {

        private int incidents;
        private int minutes;
        private int stopped;
        private int alerts;
        private int fell;

        Shown(Collection<PageUpdate> all) throws Exception {
            Map<String, List<Alert>> told = new LinkedHashMap<>();
            Map<String, List<DecisionRow>> decided = new TreeMap<>();
            for (PageUpdate news : all) {
                if (news.kind() == PageUpdate.Kind.ALARM) {
                    Alert alert = LedgerJson.readOwn(news.json(), Alert.class);
                    boolean one = alert.incident() != null && news.page().matches("[0-9a-f]{12}");
                    if (one)
                        told.computeIfAbsent(news.page(), p -> new ArrayList<>())
                                .add(alert);
                } else if (news.kind() == PageUpdate.Kind.DECISION) {
                    decided.computeIfAbsent(news.page(), p -> new ArrayList<>())
                            .add(LedgerJson.readOwn(news.json(), DecisionRow.class));
                }
            }
            List<String> differences = new ArrayList<>();
            for (var one : told.entrySet()) {
                for (Instant at : drawn(one.getValue())) {
                    Opened opened =
                            new Opened(one.getKey(), at, one.getValue(), decided.getOrDefault(one.getKey(), List.of()));
                    differences.addAll(opened.differences());
                    minutes++;
                    if (opened.newest.summary().contains(IN_THE_LAST_HOUR)) alerts++;
                    if (opened.newest.incident().now().stoppedAt() != null) stopped++;
                    if (opened.newest.incident().money().fellUsd() != null) fell++;
                }
                differences.addAll(fallsUnsaid(one.getValue()));
            }
            incidents = told.size();
            System.out.printf(
                    "%d incidents opened at %d minutes, %d of them after they stopped, %d with an amount that fell%n",
                    incidents, minutes, stopped, fell);
            assertThat(differences).isEmpty();
        }

        /** Amounts above normal that are less than an earlier one by more than they say. */
        private static List<String> fallsUnsaid(List<Alert> told) {
            List<String> unsaid = new ArrayList<>();
            Map<Instant, Incident> byMinute = new TreeMap<>();
            for (Alert a : told)
                if (a.incident().times().asOf() != null)
                    byMinute.put(a.incident().times().asOf(), a.incident());
            double most = 0;
            for (Incident i : byMinute.values()) {
                double now = i.money().excessUsd().doubleValue();
                most = Math.max(most, now);
                double said =
                        i.money().fellUsd() == null ? 0 : i.money().fellUsd().doubleValue();
                if (most - now > said + .00501)
                    unsaid.add(i.id() + " at " + i.times().asOf() + " fell to " + now + " from " + most);
            }
            return unsaid;
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "breakwater.recording", matches = ".+")
    void theMonthsSumIsThatOfItsIncidents() throws Exception {
        double all = new RunFolder(run)
                .rows(LedgerFile.INCIDENTS, i -> i.budget() == null).stream()
                        .mapToDouble(i -> i.money().excessUsd().doubleValue())
                        .sum();
        double months = 0;
        for (String month : List.of("2026-07", "2026-08")) {
            CommandLines.Run said =
                    CommandLines.run("money", "--input", run.toString(), "--month", month, "-o", "json");
            assertThat(said.exit()).as(said.err()).isZero();
            months += JSON.readTree(said.out()).at("/total/excessUsd").asDouble();
        }
        assertThat(months).isCloseTo(all, org.assertj.core.api.Assertions.within(1e-5));
    }

    /** Some of the minutes in which it was open. */
    private static TreeSet<Instant> drawn(List<Alert> told) {
        TreeSet<Instant> all = new TreeSet<>();
        for (Alert a : told)
            if (a.incident().times().asOf() != null)
                all.add(a.incident().times().asOf());
        TreeSet<Instant> some = new TreeSet<>();
        int i = 0;
        for (Instant at : all) {
            if (i < EACH || i >= all.size() - EACH || i % EVERY == 0) some.add(at);
            i++;
        }
        return some;
    }

    /** One incident as of a minute, by everybody who shows it. */
    private static final class Opened {

        private final String id;
        private final Alert newest;
        private final IncidentStory story;
        private final Path files;
        private final Instant at;

        Opened(String id, Instant at, List<Alert> told, List<DecisionRow> decided) throws Exception {
            this.id = id;
            this.at = at;
            story = new IncidentStory(id);
            Alert last = null;
            for (Alert a : told) {
                Instant asOf = a.incident().times().asOf();
                if (a.ends() || asOf == null || asOf.isAfter(at)) continue;
                story.add(a);
                // alerts and pages are two streams: the later of two lines may know less
                if (last == null || !asOf.isBefore(last.incident().times().asOf())) last = a;
            }
            newest = last;
            files = Files.createDirectories(folder.resolve("opened"));
            Files.deleteIfExists(LedgerFile.INCIDENTS.in(files));
            Files.writeString(LedgerFile.OPEN.in(files), LedgerJson.line(newest.incident()) + "\n");
            StringBuilder lines = new StringBuilder();
            for (DecisionRow d : decided) {
                // live, the opening comes with the minute and is some minutes later by the clock
                boolean later = d.at().isAfter(at.plusSeconds(120)) && !d.type().equals("open");
                if (later || d.type().equals("close")) continue;
                story.add(d);
                lines.append(LedgerJson.line(d)).append('\n');
            }
            Files.writeString(LedgerFile.DECISIONS.in(files), lines);
            // a month has days
            Files.writeString(
                    LedgerFile.SPEND.in(files),
                    "{\"day\":\""
                            + newest.incident().times().detectedAt().toString().substring(0, 10)
                            + "\",\"function\":\"f\",\"account\":\"1\",\"region\":\"r\",\"groups\":[],\"usd\":1,\"calls\":1}\n");
        }

        List<String> differences() throws Exception {
            Incident i = newest.incident();
            Incident.Now now = i.now();
            String above = Wording.usd(i.money().excessUsd());
            String rate = now.stoppedAt() == null
                    ? Wording.usd(now.usdPerHour()) + " an hour"
                    : "stopped at " + Wording.minute(now.stoppedAt());
            String asOf = Wording.minute(i.times().asOf());
            String day = Wording.usd(now.endOfDayUsd());
            String month = Wording.usd(now.endOfMonthUsd());
            String averted = Wording.usd(i.money().avertedUsd());
            List<String> wrong = new ArrayList<>();
            String page = text(IncidentPages.of(story));
            String averts = story.everHeld() ? averted : above;
            say(wrong, "page", page, "so far " + above, rate, day, month, averts, "As of " + asOf);
            if (i.money().fellUsd() != null) {
                String fell = Wording.usd(i.money().fellUsd()) + " less than at its highest";
                say(wrong, "page", page, fell);
                say(wrong, "explain", command("explain", id), fell);
            }
            say(wrong, "console", text(console()), above + " above normal so far", rate, "as of " + asOf);
            Path report = folder.resolve("report.html");
            RunReport.write(files, report, Instant.MIN);
            say(wrong, "report", text(Files.readString(report)), above, rate, day, month, averted, "as of " + asOf);
            say(wrong, "incidents", command("incidents"), above + " above normal so far", rate, "as of " + asOf);
            String alert = newest.summary();
            if (alert.contains(IN_THE_LAST_HOUR))
                say(wrong, "alert", alert, cents(now.lastHourUsd()) + IN_THE_LAST_HOUR);
            if (alert.contains("at this rate"))
                say(wrong, "alert", alert, "at this rate " + cents(now.endOfDayUsd()) + " USD by the end of the day");
            JsonNode listed = JSON.readTree(command("incidents", "-o", "json"));
            if (!listed.get(0).equals(JSON.readTree(LedgerJson.line(new Listed(true, i)))))
                wrong.add(where("json") + listed);
            say(
                    wrong,
                    "explain",
                    command("explain", id).replace(',', ' '),
                    plain(above) + " USD above normal",
                    now.stoppedAt() == null ? plain(Wording.usd(now.usdPerHour())) + " USD an hour" : rate,
                    plain(day) + " USD above normal by the end of the day",
                    plain(month) + " USD by the end of the month",
                    plain(averted) + " USD averted",
                    i.money().refusedGood() + " good calls refused",
                    "as of     " + i.times().asOf());
            JsonNode money = JSON.readTree(command(
                    "money", "--month", i.times().detectedAt().toString().substring(0, 7), "-o", "json"));
            boolean same = money.at("/total/excessUsd")
                                    .decimalValue()
                                    .compareTo(i.money().excessUsd())
                            == 0
                    && money.at("/total/avertedUsd")
                                    .decimalValue()
                                    .compareTo(i.money().avertedUsd())
                            == 0
                    && money.at("/openAsOf").asText().equals(i.times().asOf().toString());
            if (!same) wrong.add(where("money") + money.at("/total"));
            return wrong;
        }

        private record Listed(
                boolean open,

                @com.fasterxml.jackson.annotation.JsonUnwrapped
                Incident row) {}

        private String console() throws Exception {
            var settings =
                    ConfigLoader.recording(folder.resolve("breakwater.yaml")).value();
            return ConsolePages.of(new View(
                    Page.INCIDENTS,
                    new ConsoleFiles(settings, Clock.systemUTC()).read(),
                    Query.of(Map.of()),
                    at,
                    true));
        }

        private String command(String... args) {
            List<String> all = new ArrayList<>(List.of(args));
            all.addAll(List.of("--input", files.toString()));
            CommandLines.Run said = CommandLines.run(all.toArray(String[]::new));
            assertThat(said.exit()).as(args[0] + ": " + said.err()).isZero();
            return said.out();
        }

        private void say(List<String> wrong, String who, String said, String... figures) {
            for (String figure : figures) if (!said.contains(figure)) wrong.add(where(who) + figure + " in " + said);
        }

        private String where(String who) {
            return id + " at " + at + ", " + who + ": ";
        }
    }

    /** An amount as a terminal without grouping shows it. */
    private static String plain(String usd) {
        return usd.replace("$", "").replace(',', ' ');
    }

    /** An amount as an alert shows it. */
    private static String cents(BigDecimal usd) {
        return String.format(Locale.ROOT, "%.2f", usd.doubleValue());
    }

    /** What a browser shows, on one line. */
    private static String text(String html) {
        String body = html.replaceAll("(?s)<(style|script)[^>]*>.*?</\\1>", " ").replaceAll("<[^>]+>", " ");
        return body.replace("&#39;", "'").replaceAll("\\s+", " ").strip();
    }

    /** Keeps what pages are told. */
    private static final class Heard implements Sink<PageUpdate> {

        private static final long serialVersionUID = 1L;

        @Override
        public SinkWriter<PageUpdate> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(PageUpdate news, Context at) {
                    NEWS.add(news);
                }

                @Override
                public void flush(boolean endOfInput) {
                    // nothing waits
                }

                @Override
                public void close() {
                    // nothing is open
                }
            };
        }
    }
}

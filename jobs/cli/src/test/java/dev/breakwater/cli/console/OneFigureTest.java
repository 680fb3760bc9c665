package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.console.Replayed.Recorded;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.world.LiveRun;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens incidents at several minutes, and checks that every page, file and alert shows the same figures. Durations of
 * the demo are not rounded up here, so the alarms are those of a price table without rounding.
 */
@Tag("slow")
class OneFigureTest {

    private static final String ALARMS = "5d08ed042634f7f0858b77e6219d0a633367211dca90caf209ad95e512a05f4a";

    /** Checks the first and the newest minutes of each incident, and some minutes in between. */
    private static final int EACH = 3;

    private static final int EVERY = 60;

    @TempDir
    static Path folder;

    private static Replayed demo;
    private static Settings settings;

    @BeforeAll
    static void replay() throws Exception {
        demo = Replayed.of(Recorded.demo(folder.resolve("recording")), folder, 0);
        settings = Replayed.settings(folder, "", 0);
    }

    @Test
    void whatIsAnAlarmDoesNotDependOnHowMoneyIsShown() throws Exception {
        assertThat(demo.alarmBytes()).isEqualTo(ALARMS);
    }

    @Test
    void everybodyShowsTheSameFiguresAtSomeMinutes() throws Exception {
        Shown shown = new Shown(demo.told(), EVERY);
        assertThat(shown.incidents).isGreaterThan(20);
        assertThat(shown.stopped).isGreaterThan(20);
        assertThat(shown.alerts).as("alerts that showed money").isGreaterThan(50);
        assertThat(shown.fell).as("amounts that fell, and said so").isGreaterThan(5);
    }

    @Test
    @Tag("full")
    void everybodyShowsTheSameFiguresAtEachMinute() throws Exception {
        assertThat(new Shown(demo.told(), 1).minutes).isGreaterThan(1_000);
    }

    /** Checks jobs that throttle, lose their state, and get requests from people. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("full")
    void soDoLiveRuns(long seed) throws Exception {
        Shown shown = new Shown(LiveRun.of(seed), EVERY);
        assertThat(shown.minutes).isGreaterThan(20);
        assertThat(shown.alerts).as("alerts that showed money").isPositive();
    }

    @Test
    @Tag("full")
    void soDoesADrawnFleet(@TempDir Path drawn) throws Exception {
        Replayed replayed = Replayed.of(DrawnRecording.write(drawn.resolve("recording")), drawn, 1);
        assertThat(new Shown(replayed.told(), EVERY).incidents).isGreaterThan(100);
    }

    /** Checks a folder with your own recording (see {@link Recorded#in}). */
    @Test
    @EnabledIfSystemProperty(named = "breakwater.recording", matches = ".+")
    void soDoesYourRecording(@TempDir Path own) throws Exception {
        Replayed replayed = Replayed.of(Recorded.in(Path.of(System.getProperty("breakwater.recording"))), own, 1);
        assertThat(new Shown(replayed.told(), EVERY).incidents).isPositive();
    }

    @Test
    void theMonthsSumIsThatOfItsIncidents() throws Exception {
        double all = new RunFolder(demo.run())
                .rows(LedgerFile.INCIDENTS, i -> i.budget() == null).stream()
                        .mapToDouble(i -> i.money().excessUsd().doubleValue())
                        .sum();
        double months = 0;
        for (String month : List.of("2026-07", "2026-08")) {
            CommandLines.Run said =
                    CommandLines.run("money", "--input", demo.run().toString(), "--month", month, "-o", "json");
            assertThat(said.exit()).as(said.err()).isZero();
            months += LedgerJson.read(said.out(), JsonNode.class)
                    .at("/total/excessUsd")
                    .asDouble();
        }
        assertThat(months).isCloseTo(all, within(1e-5));
    }

    /** Opens all incidents of a run at some of their minutes, and expects no difference. */
    private static final class Shown {

        private int incidents;
        private int minutes;
        private int stopped;
        private int alerts;
        private int fell;

        /**
         * @param every the number of minutes between two checks of an incident, besides the first and newest minutes
         */
        Shown(Collection<PageUpdate> all, int every) throws Exception {
            long start = System.nanoTime();
            Map<String, List<PageUpdate>> byPage = new LinkedHashMap<>();
            for (PageUpdate news : all)
                if (news.page().matches("[0-9a-f]{12}"))
                    byPage.computeIfAbsent(news.page(), p -> new ArrayList<>()).add(news);
            List<String> differences = new ArrayList<>();
            for (var one : byPage.entrySet()) {
                List<PageAlert> told = rows(one.getValue(), PageUpdate.Kind.ALARM, PageAlert.class);
                told.removeIf(a -> a.incident() == null);
                if (told.isEmpty()) continue;
                incidents++;
                List<DecisionRow> decided = rows(one.getValue(), PageUpdate.Kind.DECISION, DecisionRow.class);
                for (Instant at : drawn(told, every)) {
                    Opened opened = new Opened(folder, settings, one.getKey(), at, told, decided);
                    differences.addAll(opened.differences());
                    minutes++;
                    if (opened.newest.summary().contains(Opened.IN_THE_LAST_HOUR)) alerts++;
                    if (opened.newest.incident().now().stoppedAt() != null) stopped++;
                    if (opened.newest.incident().money().fellUsd() != null) fell++;
                }
                differences.addAll(fallsUnsaid(told));
            }
            System.out.printf(
                    "%d incidents opened at %d minutes, %d of them after they stopped, %d with an amount that fell: "
                            + "%d differences, %d s%n",
                    incidents,
                    minutes,
                    stopped,
                    fell,
                    differences.size(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            assertThat(differences).isEmpty();
        }

        private static <T> List<T> rows(List<PageUpdate> news, PageUpdate.Kind kind, Class<T> row) {
            List<T> rows = new ArrayList<>();
            for (PageUpdate n : news) if (n.kind() == kind) rows.add(LedgerJson.readOwn(n.json(), row));
            return rows;
        }

        /** Returns the minutes at which to open the incident. */
        private static TreeSet<Instant> drawn(List<PageAlert> told, int every) {
            TreeSet<Instant> all = new TreeSet<>();
            for (PageAlert a : told)
                if (a.incident().times().asOf() != null)
                    all.add(a.incident().times().asOf());
            TreeSet<Instant> some = new TreeSet<>();
            int i = 0;
            for (Instant at : all) {
                if (i < EACH || i >= all.size() - EACH || i % every == 0) some.add(at);
                i++;
            }
            return some;
        }

        /**
         * Returns amounts above normal that fell by more than their text states. After a loss of state, an incident
         * that is known by its limit alone has no figures, and its text shows none.
         */
        private static List<String> fallsUnsaid(List<PageAlert> told) {
            List<String> unsaid = new ArrayList<>();
            Map<Instant, Incident> byMinute = new TreeMap<>();
            for (PageAlert a : told)
                if (a.incident().times().asOf() != null && a.incident().found().present())
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
}

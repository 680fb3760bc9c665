package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A function whose calls run for 880 s with ten GB. Lambda reports a call when it ends, with the minute of its start,
 * and the report arrives two minutes later. The test computes the expected result only from the calls.
 */
@Tag("slow")
class LateByDesignReplayTest {

    private static final String ACCOUNT = "111122223333";
    private static final long START = 29_540_160;
    private static final int MINUTES = 150;
    private static final int FLOOD = 60;
    private static final int DELIVERY = 2;
    private static final double SECONDS = 880;

    @TempDir
    Path folder;

    /** The second since {@link #START} at which each call begins. */
    private final List<Double> begins = new ArrayList<>();

    @Test
    void longCallsArePagedWhileTheyRunAndCountedToTheCent() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) begins.add((FLOOD + random.nextDouble() * 5) * 60);
        record();
        replay(30);

        double usd = begins.size() * (2e-7 + SECONDS * 10 * 1.66667e-5);
        assertThat(sum("spend.jsonl", "render")).isCloseTo(usd, within(.01));

        JsonNode incident = lines("incidents.jsonl").stream()
                .filter(i -> i.path("function").asText().equals("render"))
                .findFirst()
                .orElseThrow();
        Instant flood = Instant.ofEpochSecond((START + FLOOD) * 60);
        assertThat(Instant.parse(incident.path("pagedAt").asText())).isBefore(flood.plusSeconds(5 * 60 + 1));
        assertThat(incident.path("excessUsd").asDouble()).isCloseTo(usd, within(.01));
        assertThat(lines("budgets.jsonl").stream()
                        .reduce((a, b) -> b)
                        .orElseThrow()
                        .path("spentUsd")
                        .asDouble())
                .isCloseTo(usd + sum("spend.jsonl", "tick"), within(.01));
        assertThat(sum("spend.jsonl", "tick")).isCloseTo(MINUTES * 150 * (2e-7 + .6 * 1.66667e-5), within(.01));
    }

    @Test
    void theLineOfAnIncidentHasWhatComesAnHourLateWhereAnHourIsGiven() throws Exception {
        MetricStreamFiles files = new MetricStreamFiles(ACCOUNT);
        for (int feed = 0; feed < 240; feed++) {
            files.minute("tick", START + feed, 150);
            if (feed >= FLOOD && feed < FLOOD + 5) flood(files, feed, 4_000);
            if (feed == FLOOD + 4 + 58) flood(files, FLOOD + 4, 9_000);
        }
        files.into(folder.resolve("samples"), "all.jsonl");
        replay(60);

        double usd = (4 * 4_000 + 9_000) * (2e-7 + 10 * 10 * 1.66667e-5);
        assertThat(sum("spend.jsonl", "render")).isCloseTo(usd, within(.01));
        assertThat(lines("incidents.jsonl").stream()
                        .filter(i -> i.path("function").asText().equals("render"))
                        .mapToDouble(i -> i.path("excessUsd").asDouble())
                        .sum())
                .isCloseTo(usd, within(.01));
    }

    /** Adds calls of ten seconds. */
    private static void flood(MetricStreamFiles files, int minute, int calls) {
        files.sample("render", START + minute, "Invocations", calls, calls, 1);
        files.sample("render", START + minute, "Duration", calls, calls * 10_000.0, 10_000);
        files.sample(
                "render", START + minute, "ConcurrentExecutions", 1, Math.floor(calls / 6.0), Math.floor(calls / 6.0));
    }

    private double sum(String file, String function) throws Exception {
        return lines(file).stream()
                .filter(d -> d.path("function").asText().equals(function))
                .mapToDouble(d -> d.path("usd").asDouble())
                .sum();
    }

    private void record() {
        MetricStreamFiles files = new MetricStreamFiles(ACCOUNT);
        for (int feed = 0; feed < MINUTES; feed++) {
            files.minute("tick", START + feed, 150);
            int there = running(feed);
            if (there > 0) files.sample("render", START + feed, "ConcurrentExecutions", 1, there, there);
            for (int m = 0; m <= feed; m++) {
                long before = ended(m, feed - 1);
                long now = ended(m, feed);
                if (now == before) continue;
                files.sample("render", START + m, "Invocations", now, now, 1);
                files.sample("render", START + m, "Duration", now, now * SECONDS * 1000, SECONDS * 1000);
            }
        }
        files.into(folder.resolve("samples"), "all.jsonl");
    }

    private int running(int minute) {
        int most = 0;
        for (int s = 0; s < 60; s++) {
            double at = minute * 60 + s;
            most = Math.max(most, (int)
                    begins.stream().filter(b -> b <= at && b + SECONDS > at).count());
        }
        return most;
    }

    /** The calls of a minute that have ended and are known when the feed is at another minute. */
    private long ended(int minute, int feed) {
        double known = (feed - DELIVERY + 1) * 60;
        return begins.stream()
                .filter(b -> Math.floor(b / 60) == minute && b + SECONDS <= known)
                .count();
    }

    private void replay(int lateMinutes) throws Exception {
        GuardSettings s = Books.recorded(ACCOUNT, Map.of());
        Map<String, FunctionFacts> fleet = Map.of(
                ACCOUNT + "|eu-west-1|render",
                new FunctionFacts(
                        ACCOUNT,
                        "eu-west-1",
                        "render",
                        10_240,
                        "x86_64",
                        900,
                        ReservationFacts.of(-1),
                        -1,
                        Map.of(),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE));
        BudgetBook budgets = new BudgetBook(
                List.of(new Budget("all", ScopeKind.ACCOUNT, "*", "*", 100_000_000_000_000L, 0, 0, false, List.of())));
        GuardSettings settings = SettingsOf.books(
                        s.first().policies(), s.control(), s.prices(), fleet, budgets, s.recording())
                .holding(new Settings.State("heap", 0, lateMinutes));
        var env = LocalJob.bounded(1);
        LandingSource source =
                LandingSource.of(List.of(folder.resolve("samples")), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env, settings, Ports.recording(source, folder.resolve("out").toString()));
        env.execute();
    }

    private List<JsonNode> lines(String file) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out").resolve(file))) lines.add(mapper.readTree(line));
        return lines;
    }
}

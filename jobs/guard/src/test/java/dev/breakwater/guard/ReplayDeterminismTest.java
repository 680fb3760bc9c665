package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReplayDeterminismTest {

    private static final String ACCOUNT = ThreeDays.ACCOUNT;

    @TempDir
    static Path folder;

    private static Path once;

    @BeforeAll
    static void replayOnce() throws Exception {
        ThreeDays.into(folder.resolve("samples"));
        once = replay("once", 1);
    }

    @Test
    void givesTheSameBytesAtEveryParallelism() throws Exception {
        assertThat(Files.readString(once.resolve("incidents.jsonl"))).contains("\"beta\"");
        assertThat(Files.readString(once.resolve("decisions.jsonl"))).contains("\"throttle\"", "\"release\"");
        assertThat(Files.readString(once.resolve("alarms.jsonl"))).contains("\"group\":\"five\"");
        budgets(once);
        ordered(once);
        Path wide = replay("wide", 3);
        for (String file : List.of(
                "incidents.jsonl", "alarms.jsonl", "decisions.jsonl", "points.jsonl", "spend.jsonl", "budgets.jsonl")) {
            assertThat(wide.resolve(file)).hasSameTextualContentAs(once.resolve(file));
        }
    }

    @Test
    @Tag("full")
    void linesThatFollowWhatIsUsuallySpentAreTheSameAtEveryParallelism() throws Exception {
        GuardSettings settings = Books.automatic(ThreeDays.settings());
        Path automatic = replay("automatic", 1, settings);
        assertThat(Files.readString(automatic.resolve("decisions.jsonl"))).contains("\"page\"");
        assertThat(automatic.resolve("decisions.jsonl"))
                .content()
                .isNotEqualTo(Files.readString(once.resolve("decisions.jsonl")));
        Path wide = replay("automatic-wide", 3, settings);
        for (String file : List.of("incidents.jsonl", "alarms.jsonl", "decisions.jsonl")) {
            assertThat(wide.resolve(file)).hasSameTextualContentAs(automatic.resolve(file));
        }
    }

    /** Checks that budgets count the same cost as everything else, and never appear in the file of alarms. */
    private static void budgets(Path out) throws Exception {
        assertThat(Files.readString(out.resolve("incidents.jsonl")))
                .contains("\"kind\":\"budget\"", "\"name\":\"each\"", "\"name\":\"fives\"", "\"name\":\"one\"");
        assertThat(Files.readString(out.resolve("decisions.jsonl"))).contains("\"budget-exhausted\"");
        assertThat(Files.readString(out.resolve("alarms.jsonl"))).doesNotContain("budget");
        double spent = 0;
        for (JsonNode day : lines(out, "spend.jsonl")) spent += day.path("usd").asDouble();
        List<JsonNode> standings = lines(out, "budgets.jsonl").stream()
                .filter(b -> b.path("name").asText().equals("each"))
                .toList();
        JsonNode last = standings.get(standings.size() - 1);
        assertThat(last.path("account").asText()).isEqualTo(ACCOUNT);
        assertThat(last.path("spentUsd").asDouble()).isCloseTo(spent, within(1e-4));
        assertThat(lines(out, "budgets.jsonl"))
                .noneMatch(b -> b.path("name").asText().equals("none"));
    }

    /**
     * Checks that a group which an exhausted budget throttles is released when the day ends, and that nobody is paged
     * for it.
     */
    private static void ordered(Path out) throws Exception {
        Map<String, List<String>> decided = new TreeMap<>();
        String incident = lines(out, "incidents.jsonl").stream()
                .filter(i -> i.path("budget").path("name").asText().equals("daily"))
                .filter(i -> i.path("budget").path("alarm").asText().equals("step"))
                .map(i -> i.path("incident").asText())
                .toList()
                .get(1);
        for (JsonNode d : lines(out, "decisions.jsonl")) {
            if (!d.path("incident").asText().equals(incident) || !d.hasNonNull("function")) continue;
            decided.computeIfAbsent(d.path("function").asText(), f -> new ArrayList<>())
                    .add(d.path("type").asText() + " " + d.path("reason").asText());
        }
        // the inventory knows two functions, so two may be throttled at once
        assertThat(decided.keySet()).containsExactly("alpha", "delta", "gamma", "omega");
        assertThat(decided.get("alpha"))
                .containsExactly(
                        "throttle budget-throttle",
                        "release max-hold",
                        "refuse in-cooldown",
                        "throttle budget-throttle",
                        "raise step-up",
                        "raise step-up",
                        "release hold-over");
        // this order arrived at midnight, before the last minutes of the day were judged
        assertThat(decided.get("omega")).containsExactly("propose not-ready");
        assertThat(decided.get("gamma")).startsWith("refuse radius-at-once");
        assertThat(Files.readString(out.resolve("alarms.jsonl"))).doesNotContain("gamma");
    }

    private static List<JsonNode> lines(Path out, String file) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve(file))) lines.add(mapper.readTree(line));
        return lines;
    }

    private static Path replay(String name, int parallelism) throws Exception {
        return replay(name, parallelism, ThreeDays.settings());
    }

    private static Path replay(String name, int parallelism, GuardSettings settings) throws Exception {
        Path out = folder.resolve(name);
        var env = LocalJob.bounded(parallelism);
        LandingSource source =
                LandingSource.of(List.of(folder.resolve("samples")), LandingSettings.bounded(Clock.systemUTC()));
        Ports ports = Ports.recording(source, out.toString());
        SurgeGuardJob.build(env, settings, ports);
        env.execute();
        return out;
    }
}

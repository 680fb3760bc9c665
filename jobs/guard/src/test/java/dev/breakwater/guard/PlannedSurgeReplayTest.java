package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.engine.policy.Windows.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of three functions, then eight times the traffic for two hours. The two functions of a shop have planned this.
 * One of them is also flooded with ninety times the traffic.
 */
class PlannedSurgeReplayTest {

    private static final String ACCOUNT = "111122223333";
    private static final long START = 29_540_160;
    private static final long LAUNCH = START + 1_500;
    private static final long FLOOD = LAUNCH + 60;
    private static final long OVER = LAUNCH + 120;
    private static final Match SHOP = new Match("shop-*", Map.of());

    private final Random random = new Random(7);

    @TempDir
    Path folder;

    @Test
    void isNoIncidentWhereItIsPlannedAndTheFloodInItIs() throws Exception {
        record();
        List<JsonNode> without = replay("without");
        List<JsonNode> with = replay("with", new Window("launch", SHOP, LAUNCH, OVER, 0, 9));

        assertThat(scopes(without)).containsExactly("blog", "shop-calm", "shop-flooded");
        assertThat(scopes(with)).containsExactly("blog", "shop-flooded");
        assertThat(told(with, "blog")).isEqualTo(told(without, "blog"));
        assertThat(onset(without, "shop-flooded")).isBetween(LAUNCH - 15, LAUNCH + 2);
        assertThat(onset(with, "shop-flooded")).isBetween(FLOOD - 15, FLOOD + 2);
        JsonNode flooded = told(with, "shop-flooded");
        assertThat(flooded.path("window").path("name").asText()).isEqualTo("launch");
        assertThat(minute(flooded.path("pagedAt"))).isBetween(FLOOD, FLOOD + 5);
        assertThat(flooded.path("expected").path("demandPerMinute").asDouble()).isBetween(9 * 150.0, 9 * 190.0);
        // nine times the usual peak of one instance, times 1.5
        assertThat(flooded.path("actions").path(0).path("value").asInt()).isEqualTo(14);
        assertThat(told(without, "shop-flooded")
                        .path("actions")
                        .path(0)
                        .path("value")
                        .asInt())
                .isEqualTo(2);
    }

    private void record() {
        MetricStreamFiles files = new MetricStreamFiles(ACCOUNT);
        for (long m = START; m < OVER + 120; m++) {
            int times = m >= LAUNCH && m < OVER ? 8 : 1;
            files.minute("shop-calm", m, times * calls());
            files.minute("shop-flooded", m, (m >= FLOOD && m < FLOOD + 20 ? 90 : times) * calls());
            files.minute("blog", m, times * calls());
        }
        files.into(folder.resolve("samples"), "all.jsonl");
    }

    private int calls() {
        return 150 + random.nextInt(40);
    }

    private List<JsonNode> replay(String name, Window... windows) throws Exception {
        Path out = folder.resolve(name);
        GuardSettings settings = Books.grouped(
                Books.recorded(ACCOUNT, Map.of("shop-flooded", -1, "shop-calm", -1, "blog", -1)),
                new Group("shop", SHOP));
        var env = LocalJob.bounded(1);
        LandingSource source =
                LandingSource.of(List.of(folder.resolve("samples")), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(env, Books.planned(settings, windows), Ports.recording(source, out.toString()));
        env.execute();
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> incidents = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("incidents.jsonl"))) incidents.add(mapper.readTree(line));
        return incidents;
    }

    private static TreeSet<String> scopes(List<JsonNode> incidents) {
        TreeSet<String> scopes = new TreeSet<>();
        for (JsonNode i : incidents) scopes.add(scope(i));
        return scopes;
    }

    private static String scope(JsonNode incident) {
        return incident.path("function").asText(incident.path("scope").asText());
    }

    private static JsonNode told(List<JsonNode> incidents, String scope) {
        return incidents.stream()
                .filter(i -> scope(i).equals(scope))
                .findFirst()
                .orElseThrow();
    }

    private static long onset(List<JsonNode> incidents, String scope) {
        return minute(told(incidents, scope).path("onset"));
    }

    private static long minute(JsonNode time) {
        return Instant.parse(time.asText()).getEpochSecond() / 60;
    }
}

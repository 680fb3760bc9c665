package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two days of a Lambda@Edge replica outside its home region, with a flood on the second day. All functions may be
 * throttled.
 */
class EdgeReplayTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REPLICA = "us-east-1.web";
    private static final long START = 29_540_160;
    private static final long FLOOD = START + 1440 + 600;

    private final Random random = new Random(7);

    @TempDir
    Path folder;

    @Test
    void aFloodedReplicaIsPagedInItsRegionAtTheEdgesPricesAndNothingIsThrottled() throws Exception {
        long calls = record();
        replay();

        assertThat(lines("incidents.jsonl").stream()
                        .filter(i -> i.path("scope").asText().equals("function")))
                .singleElement()
                .satisfies(i -> {
                    assertThat(i.path("function").asText()).isEqualTo(REPLICA);
                    assertThat(i.path("region").asText()).isEqualTo(MetricStreamFiles.REGION);
                    assertThat(i.hasNonNull("pagedAt")).isTrue();
                });
        assertThat(lines("decisions.jsonl"))
                .noneMatch(d -> d.path("type").asText().equals("throttle"))
                .anyMatch(d -> d.path("type").asText().equals("refuse")
                        && d.path("reason").asText().equals("protected"));
        // 0.60 USD a million calls, and 0.6 s with the 128 MB of the home function
        double usd = calls * (6e-7 + .6 * 128 / 1024 * 5.001e-5);
        double spent = lines("spend.jsonl").stream()
                .mapToDouble(d -> d.path("usd").asDouble())
                .sum();
        assertThat(spent).isCloseTo(usd, within(usd * .001));
    }

    private long record() {
        MetricStreamFiles files = new MetricStreamFiles(ACCOUNT);
        long calls = 0;
        for (long m = START; m < START + 2 * 1440; m++) {
            int now = (m >= FLOOD && m < FLOOD + 60 ? 90 : 1) * (150 + random.nextInt(40));
            files.minute(REPLICA, m, now);
            calls += now;
        }
        files.into(folder.resolve("samples"), "all.jsonl");
        return calls;
    }

    private void replay() throws Exception {
        GuardSettings s = Books.recorded(ACCOUNT, Map.of());
        FunctionFacts home = new FunctionFacts(
                ACCOUNT,
                "us-east-1",
                "web",
                128,
                "x86_64",
                5,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
        GuardSettings settings = SettingsOf.books(
                s.first().policies(), s.control(), s.prices(), Map.of(ACCOUNT + "|us-east-1|web", home), s.recording());
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

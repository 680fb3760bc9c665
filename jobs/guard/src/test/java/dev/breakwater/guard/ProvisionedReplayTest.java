package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.kind.PriceList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that unused provisioned concurrency counts as spend of its function, budget and day, but is not a surge. */
@Tag("slow")
class ProvisionedReplayTest {

    private static final String ACCOUNT = "111122223333";
    /** Two hours before a midnight. */
    private static final long START = 29_540_160 - 29_540_160 % 1440 + 1320;

    private static final int MINUTES = 240;

    @TempDir
    Path folder;

    @Test
    void whatIsKeptReadyIsSpentThoughNobodyCallsIt() throws Exception {
        MetricStreamFiles files = new MetricStreamFiles(ACCOUNT);
        for (int m = 0; m < MINUTES; m++) files.minute("tick", START + m, 150);
        files.into(folder.resolve("samples"), "all.jsonl");
        replay();

        List<JsonNode> idle = lines("spend.jsonl").stream()
                .filter(d -> d.path("function").asText().equals("idle"))
                .toList();
        // 10 instances of 2 GB, for two hours of each day
        assertThat(idle).hasSize(2).allSatisfy(d -> {
            assertThat(d.path("provisioned").asBoolean()).isTrue();
            assertThat(d.path("usd").asDouble()).isCloseTo(10 * 2 * 7200 * 4.6e-6, within(1e-5));
            assertThat(d.path("calls").asLong()).isZero();
            assertThat(d.path("groups").get(0).asText()).isEqualTo("kept");
        });
        double all = lines("spend.jsonl").stream()
                .mapToDouble(d -> d.path("usd").asDouble())
                .sum();
        assertThat(all).isGreaterThan(1.33);
        assertThat(spent("all")).isCloseTo(all, within(1e-4));
        assertThat(spent("kept")).isCloseTo(2 * 10 * 2 * 7200 * 4.6e-6, within(1e-4));
        assertThat(lines("alarms.jsonl")).isEmpty();
    }

    private double spent(String budget) throws Exception {
        double spent = 0;
        for (JsonNode b : lines("budgets.jsonl"))
            if (b.path("name").asText().equals(budget))
                spent = b.path("spentUsd").asDouble();
        return spent;
    }

    private void replay() throws Exception {
        GuardSettings s =
                Books.grouped(Books.recorded(ACCOUNT, Map.of()), new Group("kept", new Match("idle", Map.of())));
        PriceList.Compute compute = new PriceList.Compute(1.66667e-5, 3.4e-8, 4.6e-6, 1.08e-5, false, false);
        PriceList.Region region = new PriceList.Region(2e-7, compute, compute);
        PriceTable prices =
                new PriceTable(new PriceList(Map.of("eu-west-1", region), region, 0, 0, 1024), Map.of(), List.of());
        FunctionFacts idle = new FunctionFacts(
                ACCOUNT,
                "eu-west-1",
                "idle",
                2048,
                "x86_64",
                900,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                new Capacity(512, 10));
        GuardSettings settings = SettingsOf.budgeted(
                SettingsOf.books(
                        s.first().policies(),
                        s.control(),
                        prices,
                        Map.of(ACCOUNT + "|eu-west-1|idle", idle),
                        s.recording()),
                new Budget("all", ScopeKind.ACCOUNT, "*", "*", 100_000_000_000_000L, 0, 0, false, List.of()),
                new Budget("kept", ScopeKind.GROUP, "*", "kept", 100_000_000_000_000L, 0, 0, false, List.of()));
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

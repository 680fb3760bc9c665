package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.guard.stage.ObserveStage;
import dev.breakwater.model.ScopeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two days of two functions with their platform reports. On the second day, an attack floods one function, and each
 * call writes 99 reports of 0 ms. Into the log of the other function, somebody writes one report of 999,999,999 ms an
 * hour.
 */
@Tag("slow")
class ForgedReportsTest {

    private static final String ACCOUNT = "111122223333";
    private static final long START = 29_540_160;
    private static final int DAY = 1440;
    private static final long FLOOD = START + DAY + 600;
    private static final int MEMORY = 512;
    /** The billed time of a call: 600 ms in the handler, and INIT. */
    private static final double MS = 606;

    private static final double GB_SECOND = 1.33334e-5;

    private static final int SEED = 7;
    private static final List<String> FILES = List.of("alarms.jsonl", "decisions.jsonl", "incidents.jsonl");

    private final Random random = new Random(SEED);
    private final StringBuilder reports = new StringBuilder();
    /** The real cost of each function's calls, USD. */
    private final double[] trueUsd = new double[2];

    @TempDir
    Path folder;

    @Test
    void forgedInEitherDirectionTheCostStaysInItsBoundsTheAttackIsPagedAndNoBudgetIsBlown() throws Exception {
        record(10);
        long doubted = replay();

        List<JsonNode> incidents = lines("incidents.jsonl");
        assertThat(incidents).anySatisfy(i -> {
            assertThat(i.path("function").asText()).isEqualTo("flooded");
            assertThat(i.hasNonNull("pagedAt")).isTrue();
            assertThat(i.path("excessUsd").asDouble()).isGreaterThan(1);
        });
        assertThat(incidents)
                .as("nobody is paged and no budget is blown for what nobody spent")
                .noneMatch(i -> i.toString().contains("\"quiet\""));
        // INIT is in the reports but not in Duration, so it may be missing if reports are not believed
        assertThat(spentUsd("flooded")).isBetween(trueUsd[0] * .97, trueUsd[0] * 1.001);
        assertThat(spentUsd("quiet")).isBetween(trueUsd[1] * .97, trueUsd[1] * 1.001);
        assertThat(doubted).as("minutes of the flood, and hours of the other").isBetween(60L, 60L + 2 * 24 + 20);
    }

    @Test
    void aReplayIsTheSameHoweverLongReportsComeBeforeTheirMetrics() throws Exception {
        record(1);
        replay();
        Map<String, List<JsonNode>> soon = new TreeMap<>();
        for (String file : FILES) soon.put(file, lines(file));
        assertThat(soon.get("alarms.jsonl")).isNotEmpty();
        FileUtils.deleteDirectory(folder.resolve("samples").toFile());
        FileUtils.deleteDirectory(folder.resolve("out").toFile());
        random.setSeed(SEED);
        record(10);
        replay();
        for (String file : FILES) assertThat(lines(file)).as(file).isEqualTo(soon.get(file));
    }

    /**
     * Records minutes. Reports arrive minutes before the metrics of the same minute, so some minutes have only reports.
     */
    private void record(int minutes) throws IOException {
        MetricStreamFiles metrics = new MetricStreamFiles(ACCOUNT);
        Path samples = Files.createDirectories(folder.resolve("samples"));
        for (long m = START; m < START + 2 * DAY; m++) {
            boolean attack = m >= FLOOD && m < FLOOD + 60;
            int calls = attack ? 15_000 + random.nextInt(100) : 150 + random.nextInt(40);
            minute(metrics, 0, "flooded", m, calls, attack ? 99 * calls : 0, 0);
            boolean forged = m >= START + DAY && m % 60 == 0;
            minute(metrics, 1, "quiet", m, 150 + random.nextInt(40), forged ? 1 : 0, 999_999_999);
            if (m % minutes != minutes - 1) continue;
            Files.writeString(samples.resolve(m + "-a.jsonl"), reports);
            reports.setLength(0);
            metrics.into(samples, m + "-b.jsonl");
        }
    }

    private void minute(
            MetricStreamFiles metrics, int which, String function, long m, int calls, int forged, double forgedMs) {
        trueUsd[which] += calls * (2e-7 + MS / 1000 * MEMORY / 1024 * GB_SECOND);
        report(function, m, calls, forged, forgedMs);
        metrics.minute(function, m, calls);
    }

    private void report(String function, long minute, int calls, int forged, double forgedMs) {
        double most = forged > 0 ? Math.max(MS, forgedMs) : MS;
        line(function, minute, "MemorySize", calls + forged, (calls + forged) * (double) MEMORY, MEMORY);
        double sum = (calls * MS + forged * forgedMs) * MEMORY;
        line(function, minute, "BilledMegabyteMilliseconds", calls + forged, sum, most * MEMORY);
    }

    private void line(String function, long minute, String metric, double count, double sum, double max) {
        reports.append("{\"metric_stream_name\":\"breakwater\",\"account_id\":\"" + ACCOUNT + "\",\"region\":\"")
                .append(MetricStreamFiles.REGION + "\",\"namespace\":\"Breakwater/Reports\",\"metric_name\":\"")
                .append(metric + "\",\"dimensions\":{\"FunctionName\":\"" + function + "\"},\"timestamp\":")
                .append(minute * 60_000)
                .append(",\"value\":{\"count\":" + count + ",\"sum\":" + sum + ",\"max\":" + max + ",\"min\":0.0}")
                .append(",\"unit\":\"None\",\"batch\":\"b\"}\n");
    }

    /** Replays the recording. Returns the number of minutes whose reports were not believed. */
    private long replay() throws Exception {
        GuardSettings settings = SettingsOf.budgeted(
                Books.alerting(Books.recorded(ACCOUNT, Map.of("flooded", -1, "quiet", -1))), budget("quiet", 30));
        var env = LocalJob.bounded(1);
        LandingSource source =
                LandingSource.of(List.of(folder.resolve("samples")), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env, settings, Ports.recording(source, folder.resolve("out").toString()));
        return (Long) env.execute().getAccumulatorResult(ObserveStage.DOUBTED);
    }

    private static Budget budget(String function, double usdPerMonth) {
        return new Budget(
                "forged",
                ScopeKind.FUNCTION,
                "*",
                function,
                Math.round(usdPerMonth * 1e9),
                0,
                0,
                true,
                List.of(new BudgetStep(.5, 0, BudgetAct.TICKET, "")));
    }

    private double spentUsd(String function) throws Exception {
        return lines("spend.jsonl").stream()
                .filter(d -> d.path("function").asText().equals(function))
                .mapToDouble(d -> d.path("usd").asDouble())
                .sum();
    }

    private List<JsonNode> lines(String file) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out").resolve(file))) lines.add(mapper.readTree(line));
        return lines;
    }
}

package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.ScopeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the job with a landing folder and the AWS emulator. A daily budget is exhausted, its group is throttled, and the
 * day ends.
 */
@Tag("full") // two minutes
class BudgetEndToEndIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final int DAY = 1440;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String[] ALL = {"shop-none", "shop-value", "other"};
    /** The cost of 300 calls a minute of 600 ms at 512 MB on arm64. */
    private static final double USD_PER_MINUTE = 300 * (2e-7 + .6 * .5 * 1.33334e-5);

    @TempDir
    Path folder;

    private final MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
    private MotoServer aws;
    private EmulatedFunctions lambda;
    private JobClient job;
    private int files;

    @BeforeEach
    void start() {
        aws = MotoServer.start();
        lambda = new EmulatedFunctions(aws.endpoint(), MetricStreamFiles.REGION);
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        lambda.close();
        aws.close();
    }

    @Test
    void holdsTheGroupOfASpentBudgetAtItsUsualPeakAndRestoresItWhenTheDayIsOver() throws Exception {
        for (String function : ALL) lambda.create(function, Map.of());
        lambda.lambda().putFunctionConcurrency(r -> r.functionName("shop-value").reservedConcurrentExecutions(40));
        long midnight = Clock.systemUTC().millis() / 60_000 / DAY * DAY - DAY;
        feed(midnight - 2 * DAY, midnight - DAY, 300);
        // 20 % more than usual is not a surge, but spends 1.1 daily budgets until two hours before midnight
        feed(midnight - DAY, midnight - 125, 360);
        run();
        long[] next = {midnight - 125};
        Waiting.until(
                () -> {
                    feed(next[0], ++next[0], 360);
                    return lambda.reserved("shop-none") == 5 && lambda.reserved("shop-value") == 5;
                },
                PATIENCE);
        assertThat(next[0]).isLessThan(midnight);
        assertThat(tags("shop-value").get("breakwater:lease")).contains(" was=40 ");
        assertThat(lambda.reserved("other")).isEqualTo(-1);
        feed(next[0], midnight + 5, 360);
        Waiting.until(() -> lambda.reserved("shop-none") == -1 && lambda.reserved("shop-value") == 40, PATIENCE);
        Waiting.until(() -> tags("shop-none").isEmpty() && tags("shop-value").isEmpty(), PATIENCE);
        assertThat(LocalJob.isWhole(folder)).isTrue();
        decided();
        assertThat(Files.readString(folder.resolve("alarms.jsonl")))
                .as("nobody is paged")
                .isEmpty();
    }

    private void decided() throws Exception {
        List<JsonNode> decisions = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("decisions.jsonl"))) {
            decisions.add(new ObjectMapper().readTree(line));
        }
        // the meter and control write independently of each other
        String step = "";
        for (JsonNode d : decisions) {
            boolean opened = d.path("type").asText().equals("open");
            if (opened && d.path("reason").asText().equals("budget-throttle"))
                step = d.path("incident").asText();
        }
        List<String> said = new ArrayList<>();
        for (JsonNode d : decisions) {
            if (!d.path("function").asText().equals("shop-none")) continue;
            said.add(d.path("type").asText() + " " + d.path("reason").asText());
            assertThat(d.path("incident").asText()).isEqualTo(step);
        }
        // the first decision may be made before the ledger was read, and is then made again
        if (said.indexOf("release not-read") == 1) said.subList(0, 2).clear();
        assertThat(said)
                .startsWith(
                        "throttle budget-throttle",
                        "held budget-throttle",
                        "raise step-up",
                        "held step-up",
                        "raise step-up",
                        "held step-up",
                        "release hold-over");
    }

    private void feed(long from, long to, int calls) {
        recordings
                .minutes(from, to, m -> calls, ALL)
                .into(folder.resolve("landing"), String.format("%04d.jsonl", files++));
    }

    private void run() throws Exception {
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(500));
        SurgeGuardJob.build(env, settings(), LocalJob.acting(folder, MotoServer.ACCOUNT, aws.endpoint()));
        job = env.executeAsync("budget-end-to-end");
    }

    private static GuardSettings settings() {
        Map<String, Integer> reserved = Map.of("shop-none", -1, "shop-value", 40, "other", -1);
        long day = Math.round(2 * 1.1 * DAY * USD_PER_MINUTE * 1e9);
        BudgetStep step = new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop");
        Budget budget = new Budget("shop", ScopeKind.GROUP, "*", "shop", 0, day, 0, false, List.of(step));
        Group shop = new Group("shop", new Match("shop-*", Map.of()));
        return SettingsOf.budgeted(Books.grouped(Books.patient(ACCOUNT, reserved), shop), budget);
    }

    private Map<String, String> tags(String function) {
        String arn = "arn:aws:lambda:" + MetricStreamFiles.REGION + ":" + ACCOUNT + ":function:" + function;
        return lambda.lambda().listTags(r -> r.resource(arn)).tags();
    }
}

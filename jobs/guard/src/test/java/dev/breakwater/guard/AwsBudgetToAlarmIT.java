package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.budgets.BudgetsSource;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.Alert;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetStep;
import dev.breakwater.core.budget.BudgetStep.BudgetAct;
import dev.breakwater.core.model.ScopeKind;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.budgets.BudgetsClient;
import software.amazon.awssdk.services.budgets.model.Spend;

/** A budget in the emulator's AWS Budgets: the job pages when a step is reached, and follows when it is raised. */
class AwsBudgetToAlarmIT {

    private static final String ACCOUNT = MotoServer.ACCOUNT;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long USD = 1_000_000_000L;

    @TempDir
    Path folder;

    private final long told = readingMinute();
    private final MetricStreamFiles recordings = new MetricStreamFiles(ACCOUNT);
    private MotoServer aws;
    private FaultProxy proxy;
    private AwsClients clients;
    private BudgetsClient budgets;
    private PagerDutyDouble pager;
    private JobClient job;

    @BeforeEach
    void start() {
        System.setProperty("aws.accessKeyId", "emulator");
        System.setProperty("aws.secretAccessKey", "emulator");
        aws = MotoServer.start();
        proxy = FaultProxy.before(aws.endpoint());
        clients = new AwsClients(
                new AwsSettings("us-east-1", aws.endpoint().toString(), "", 10_000),
                Map.of(),
                EmulatedFunctions.credentials());
        budgets = clients.build(BudgetsClient.builder());
        pager = PagerDutyDouble.start();
    }

    @AfterEach
    void stop() throws Exception {
        Jobs.end(job);
        pager.close();
        clients.close();
        proxy.close();
        aws.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    /** 12,000 calls a minute of 600 ms at 512 MB cost 0.05 USD; AWS has counted 4 of 10 USD, the step is at 5. */
    @Test
    void pagesWhenAStepIsReachedAndFollowsTheLimit() throws Exception {
        budget("10", "4");
        recordings.minutes(told - 5, told, m -> 300, "checkout").into(folder.resolve("landing"), "1-before.jsonl");
        run();
        asked(3);
        recordings.minutes(told, told + 40, m -> 12_000, "checkout").into(folder.resolve("landing"), "2-flood.jsonl");
        pager.await(p -> ofBudget(p).size() == 1, PATIENCE);
        assertThat(ofBudget(pager).get(0).summary())
                // at the step, or brought up to date since
                .containsPattern("budget aws:month \\(account " + ACCOUNT + "\\): [56]\\.[0-9]{2} of 10\\.00");

        // while AWS cannot be read the budget stays as it is
        proxy.script("budgets:DescribeBudgets", Fault.serverError());
        budgets.deleteBudget(r -> r.accountId(ACCOUNT).budgetName("month"));
        budget("20", "4");
        asked(5);
        recordings
                .minutes(told + 40, told + 75, m -> 90_000, "checkout")
                .into(folder.resolve("landing"), "3-more.jsonl");
        pager.await(
                p -> ofBudget(p).size() == 2
                        && ofBudget(p).stream().filter(a -> !a.open()).count() == 1,
                PATIENCE);
        assertThat(ofBudget(pager))
                .filteredOn(Alert::open)
                .singleElement()
                // at the step, or brought up to date since
                .satisfies(a -> assertThat(a.summary()).containsPattern("1[0-9]\\.[0-9]{2} of 20\\.00"));
        Waiting.until(
                () -> lines("budgets.jsonl").contains("\"awsActualUsd\":4")
                        && lines("decisions.jsonl").contains("budget-changed"),
                PATIENCE);
    }

    private void run() throws Exception {
        var env = LocalJob.live(2, folder.resolve("checkpoints"), Duration.ofMillis(500));
        LandingSource source = LandingSource.of(
                List.of(folder.resolve("landing")),
                LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(200)));
        Clock clock = Clock.fixed(Instant.ofEpochSecond(told * 60), ZoneOffset.UTC);
        BudgetsSource ofAws = BudgetsSource.of(
                List.of(new BudgetsSource.Target(ACCOUNT, "")),
                proxy.endpoint().toString(),
                Duration.ofMillis(300),
                clock);
        OutboxLimits limits = OutboxLimits.defaults().withStaleAfter(Duration.ofDays(5));
        var alarm = PagerDutyChannel.sink(
                pager.endpoint(), () -> "0123456789abcdef0123456789abcdef", limits, UndeliveredAlarm.Log.ofProgram());
        Ports ports = new Ports(
                List.of(new Ports.Feed(Stage.SOURCE, source)),
                Optional.empty(),
                Optional.empty(),
                List.of(Channel.ofAlarms(Stage.NOTIFY, alarm)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ofAws),
                folder.toString());
        SurgeGuardJob.build(env, settings(), ports);
        job = env.executeAsync("aws-budget-to-alarm");
    }

    private static GuardSettings settings() {
        GuardSettings s = Books.live(ACCOUNT, Map.of("checkout", -1));
        List<BudgetStep> steps = List.of(new BudgetStep(.5, 0, BudgetAct.PAGE, ""));
        Budget each =
                new Budget("aws:account", ScopeKind.ACCOUNT, BudgetBook.EACH, "*", 0, 0, 1_000_000 * USD, true, steps);
        return new GuardSettings(
                s.book(), s.control(), s.prices(), s.fleet(), new BudgetBook(List.of(), List.of(each)), s.recording());
    }

    private void budget(String limit, String spent) {
        budgets.createBudget(r -> r.accountId(ACCOUNT)
                .budget(b -> b.budgetName("month")
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(usd(limit))
                        .timePeriod(t -> t.start(Instant.parse("2020-01-01T00:00:00Z"))
                                .end(Instant.parse("2087-06-15T00:00:00Z")))
                        .calculatedSpend(c -> c.actualSpend(usd(spent)))));
    }

    private static Spend usd(String amount) {
        return Spend.builder().amount(new BigDecimal(amount)).unit("USD").build();
    }

    /** Waits for this many more readings: the first of them was emitted when the last began. */
    private void asked(int times) {
        int before = proxy.calls("budgets:DescribeBudgets").size();
        proxy.await(p -> p.calls("budgets:DescribeBudgets").size() >= before + times, PATIENCE);
    }

    private static List<Alert> ofBudget(PagerDutyDouble pager) {
        return pager.alerts().stream()
                .filter(a -> a.summary().contains("budget aws:month"))
                .toList();
    }

    private String lines(String file) {
        try {
            return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Eighty minutes ago, or before, so that neither the first day of a month nor its end is near. */
    private static long readingMinute() {
        OffsetDateTime at = OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(80);
        while (at.getDayOfMonth() < 3 || at.plusHours(2).getMonth() != at.getMonth()) at = at.minusHours(12);
        return at.toEpochSecond() / 60;
    }
}

package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.budgets.AwsBudget;
import dev.breakwater.connectors.cloudwatch.budgets.BudgetsSource;
import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetEvent;
import dev.breakwater.core.budget.BudgetOutput.BudgetDecision;
import dev.breakwater.core.budget.BudgetStatus;
import dev.breakwater.core.budget.BudgetStep;
import dev.breakwater.core.budget.BudgetStep.BudgetAct;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.guard.convert.AwsBudgetRule;
import dev.breakwater.guard.wire.AwsTerm;
import dev.breakwater.guard.wire.AwsTerms;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.guard.wire.Spend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One USD a minute against budgets that AWS reports. */
class MeterAwsBudgetsTest {

    private static final long USD = 1_000_000_000L;
    private static final String KEY = "aws:account|" + Given.ACCOUNT;
    /** The third of a month, so that AWS's figures count. */
    private static final long START = Given.START + 8 * Given.DAY;

    private final List<String> said = new ArrayList<>();
    private final List<BudgetStatus> standings = new ArrayList<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, Spend, AwsTerms, BudgetDecision> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void tellsAStepOnceWhenOurSpendOnTopOfAwssFigureReachesIt() throws Exception {
        tell(START, term(1000, 470));
        flood(START, 65, null, 0);
        // 470 and 30 of ours
        assertThat(said).containsExactly("TRIGGER step " + (START + 29) + " 500.00");
        assertThat(standings).first().satisfies(s -> {
            assertThat(s.awsSpentNano()).isEqualTo(470 * USD);
            assertThat(s.awsForecastNano()).isEqualTo(900 * USD);
        });
    }

    @Test
    void spendBeforeTheFirstTellingIsInAwssFigureAlone() throws Exception {
        tell(START + 10, term(1000, 470));
        flood(START, 45, null, 0);
        assertThat(said).containsExactly("TRIGGER step " + (START + 39) + " 500.00");
    }

    @Test
    void aRaisedAmountIsFollowedFromTheMinuteInWhichItWasTold() throws Exception {
        tell(START, term(60, 0));
        flood(START, 40, null, 0);
        tell(START + 40, term(200, 0));
        flood(START + 40, 80, null, 0);
        assertThat(said)
                .containsExactly(
                        "TRIGGER step " + (START + 29) + " 30.00",
                        "RESOLVE step " + (START + 40) + " 41.00",
                        "TRIGGER step " + (START + 99) + " 100.00");
    }

    @Test
    void aBudgetThatVanishesEndsItsAlarmsAndIsForgotten() throws Exception {
        tell(START, term(60, 0));
        flood(START, 40, null, 0);
        tell(START + 40);
        flood(START + 40, 20, null, 0);
        assertThat(said).last().asString().startsWith("RESOLVE step");
        assertThat(harness.numKeyedStateEntries()).isZero();
        tell(START + 60, term(60, 0));
        flood(START + 60, 40, null, 0);
        assertThat(said).last().isEqualTo("TRIGGER step " + (START + 89) + " 30.00");
    }

    @Test
    void neitherOrderNorRestartsNorATellingThatComesEarlyChangeAnything() throws Exception {
        tell(START, term(100, 0), new AwsTerm("aws:other", 80 * USD, 0, -1, -1));
        tell(START + 40, term(200, 30));
        tell(START + 70, term(150, 90));
        flood(START, 200, null, 0);
        List<String> first = List.copyOf(said);
        List<BudgetStatus> stood = List.copyOf(standings);
        for (long seed = 1; seed <= 2; seed++) {
            said.clear();
            standings.clear();
            harness.close();
            open();
            tell(START, term(100, 0), new AwsTerm("aws:other", 80 * USD, 0, -1, -1));
            flood(START, 40, new Random(seed), 17);
            tell(START + 40, term(200, 30));
            flood(START + 40, 30, new Random(seed), 17);
            tell(START + 70, term(150, 90));
            flood(START + 70, 130, new Random(seed), 17);
            assertThat(said).isEqualTo(first).isNotEmpty();
            assertThat(standings).isEqualTo(stood).isNotEmpty();
        }
    }

    @Test
    void aStepThatThrottlesOrdersItsGroupUntilAwssBudgetIsRaised() throws Exception {
        tell(START, term(10, 0));
        flood(START, 40, null, 0);
        List<GroupWord> orders = side(MeterBudgets.ORDERS);
        assertThat(orders).isNotEmpty().allSatisfy(o -> {
            assertThat(o.group()).isEqualTo("web");
            assertThat(o.order().account()).isEqualTo(Given.ACCOUNT);
        });
        tell(START + 40, term(1000, 0));
        // it counts from its own minute, which is judged once the feed is past it
        flood(START + 40, 2, null, 0);
        side(MeterBudgets.ORDERS);
        flood(START + 42, 18, null, 0);
        assertThat(side(MeterBudgets.ORDERS)).isEmpty();
    }

    @Test
    void budgetsOfTwoAccountsForOneThingDoNotTouchEachOther() throws Exception {
        tell(START, term(60, 0));
        harness.processElement2(
                new AwsTerms(
                        KEY, "999999999999", START, List.of(new AwsTerm("aws:999999999999:b", 60 * USD, 0, 0, -1))),
                0);
        flood(START, 20, null, 0);
        harness.processElement2(new AwsTerms(KEY, "999999999999", START + 20, List.of()), 0);
        flood(START + 20, 20, null, 0);
        assertThat(said).containsExactly("TRIGGER step " + (START + 29) + " 30.00");
    }

    @Test
    void theRouterTellsAMeterThatHasNoBudgetAnyMore() throws Exception {
        AwsBudgetRule rule = new AwsBudgetRule(List.of());
        try (StageRig<BudgetsSource.Reading, AwsTerms> router =
                new StageRig<>(() -> new RouteAwsBudgets(rule), Keys.ACCOUNT_OF_BUDGETS, List.of())) {
            AwsBudget b = new AwsBudget("b", "COST", "DAILY", "USD", 5, List.of(), "", 0, Long.MAX_VALUE, 2, -1);
            AwsBudget usage = new AwsBudget("u", "USAGE", "DAILY", "GB", 5, List.of(), "", 0, Long.MAX_VALUE, 2, -1);
            router.feed(new BudgetsSource.Reading(Given.ACCOUNT, 7, List.of(b, usage)), 0);
            router.restart();
            router.feed(new BudgetsSource.Reading(Given.ACCOUNT, 8, List.of(usage)), 0);
            router.feed(new BudgetsSource.Reading(Given.ACCOUNT, 9, List.of()), 0);
            assertThat(router.out())
                    .containsExactly(
                            new AwsTerms(KEY, Given.ACCOUNT, 7, List.of(new AwsTerm("aws:b", 0, 5, 2, -1))),
                            new AwsTerms(KEY, Given.ACCOUNT, 8, List.of()));
            assertThat(router.stateEntries()).isZero();
        }
    }

    @Test
    void anAccountWithThousandsOfBudgetsHasAShareOfThemMetered() throws Exception {
        try (StageRig<BudgetsSource.Reading, AwsTerms> router = new StageRig<>(
                () -> new RouteAwsBudgets(new AwsBudgetRule(List.of())), Keys.ACCOUNT_OF_BUDGETS, List.of())) {
            List<AwsBudget> all = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                // half for the account itself, half for accounts that there need not be
                List<AwsBudget.Filter> filters = i % 2 == 0
                        ? List.of()
                        : List.of(new AwsBudget.Filter("LinkedAccount", List.of(String.format("%012d", i))));
                all.add(budget(String.format("%05d", i), filters));
            }
            router.feed(new BudgetsSource.Reading(Given.ACCOUNT, 7, all), 0);
            assertThat(router.out().stream().mapToInt(t -> t.budgets().size()).sum())
                    .isEqualTo(RouteAwsBudgets.MOST);
            assertThat(router.out())
                    .filteredOn(t -> t.scope().equals(KEY))
                    .singleElement()
                    .satisfies(t -> assertThat(t.budgets()).hasSize(RouteAwsBudgets.MOST_OF_SCOPE));
        }
    }

    @Test
    void namesThatAreTheSameToUsAreMeteredOnce() throws Exception {
        try (StageRig<BudgetsSource.Reading, AwsTerms> router = new StageRig<>(
                () -> new RouteAwsBudgets(new AwsBudgetRule(List.of())), Keys.ACCOUNT_OF_BUDGETS, List.of())) {
            List<AwsBudget> all = List.of(budget("a\u0001", List.of()), budget("a\u0002", List.of()));
            router.feed(new BudgetsSource.Reading(Given.ACCOUNT, 7, all), 0);
            assertThat(router.out())
                    .singleElement()
                    .satisfies(t -> assertThat(t.budgets()).hasSize(1));
        }
    }

    @Test
    void aBudgetThatNobodyTellsOfAnyMoreIsOverAfterAWeek() throws Exception {
        tell(START, term(10, 0));
        flood(START, 40, null, 0);
        assertThat(side(MeterBudgets.ORDERS)).isNotEmpty();
        long later = START + AwsMeters.TOLD_FOR;
        for (long m = START + 60; m <= later; m += 60) arrive(m);
        assertThat(side(MeterBudgets.ORDERS)).isNotEmpty();
        drain();
        assertThat(said).noneMatch(x -> x.startsWith("RESOLVE"));
        arrive(later + 10);
        side(MeterBudgets.ORDERS);
        arrive(later + 60);
        drain();
        assertThat(said).last().asString().startsWith("RESOLVE step");
        assertThat(side(MeterBudgets.ORDERS)).isEmpty();
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    private static AwsBudget budget(String name, List<AwsBudget.Filter> filters) {
        return new AwsBudget(name, "COST", "DAILY", "USD", 5, filters, "", 0, Long.MAX_VALUE, 2, -1);
    }

    private static AwsTerm term(long usd, long spent) {
        return new AwsTerm("aws:b", usd * USD, 0, spent * USD, 900 * USD);
    }

    private void tell(long minute, AwsTerm... terms) throws Exception {
        harness.processElement2(new AwsTerms(KEY, Given.ACCOUNT, minute, List.of(terms)), 0);
        // the source of budgets has no time of its own
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** One USD a minute, in three parts, one of which comes with the next minute. */
    private void flood(long from, int minutes, Random order, int restart) throws Exception {
        for (long m = from; m < from + minutes; m++) {
            List<Spend> parts = new ArrayList<>();
            parts.add(new Spend(KEY, m, USD / 4, 0, 0));
            parts.add(new Spend(KEY, m, USD / 4, 0, 0));
            if (m > START) parts.add(new Spend(KEY, m - 1, USD / 2, 0, 0));
            if (order != null) Collections.shuffle(parts, order);
            arrive(m);
            for (Spend s : parts) harness.processElement1(s, m * 60_000);
            if (restart > 0 && m % restart == 0) restart();
        }
        arrive(from + minutes);
        drain();
    }

    private void arrive(long minute) throws Exception {
        harness.processWatermark1(new Watermark(minute * 60_000 - 1));
    }

    private void restart() throws Exception {
        drain();
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    private void drain() {
        for (BudgetEvent e : side(MeterBudgets.EVENTS)) {
            if (e.type() == EventType.STANDS) continue;
            if (e.figures().budget().equals("aws:b") && e.figures().step() < 0) continue;
            double usd = e.figures().spentNano() / 1e9;
            said.add(e.type() + " " + e.figures().alarm().wire() + " " + e.minute()
                    + String.format(java.util.Locale.ROOT, " %.2f", usd));
        }
        standings.addAll(side(MeterBudgets.STATUSES));
    }

    private <T> List<T> side(OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        var records = harness.getSideOutput(tag);
        if (records == null) return values;
        records.forEach(r -> values.add(r.getValue()));
        records.clear();
        return values;
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Spend, AwsTerms, BudgetDecision> harness()
            throws Exception {
        List<BudgetStep> steps =
                List.of(new BudgetStep(.5, 0, BudgetAct.PAGE, ""), new BudgetStep(2.5, 0, BudgetAct.THROTTLE, "web"));
        Budget pattern =
                new Budget("aws:account", ScopeKind.ACCOUNT, BudgetBook.EACH, "*", 0, 0, 1_000_000 * USD, true, steps);
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new MeterAwsBudgets(new BudgetBook(List.of(), List.of(pattern)))),
                Keys.BUDGET_OF_SPEND,
                Keys.SCOPE_OF_TERMS,
                Types.STRING);
    }
}

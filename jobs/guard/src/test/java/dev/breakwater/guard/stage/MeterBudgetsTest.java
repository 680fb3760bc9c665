package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.SettingsOf;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeterBudgetsTest {

    private static final long USD = 1_000_000_000L;
    private static final String KEY = "b|" + Given.ACCOUNT;

    private StageRig<Spend, Decision> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig(settings(Given.recording(), 720));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void pagesWhenTheHoursShareIsSpentAndResolvesWhenItIsOver() throws Exception {
        flood(rig, 30, null, 0);
        // by the 15th minute, 14.4 USD are spent, which is 2 % of the month; this minute is judged when the feed is two
        // minutes past it
        assertThat(rig.out()).first().satisfies(d -> {
            assertThat(d.type()).isEqualTo(DecisionType.OPEN);
            assertThat(d.minute()).isEqualTo(Given.START + 14);
            assertThat(d.at()).isEqualTo((Given.START + 16) * 60_000);
        });
        for (long m = Given.START + 30; m < Given.START + 600; m++) rig.arrive(m);
        assertThat(rig.side(MeterBudgets.EVENTS))
                .extracting(AlarmEvent::action)
                .filteredOn(a -> a != AlarmAction.STANDS)
                .containsExactly(AlarmAction.TRIGGER, AlarmAction.RESOLVE);
        assertThat(rig.side(MeterBudgets.INCIDENTS)).hasSize(1);
    }

    @Test
    void inModeObserveAPageIsOnlyRecordedUntilTheModeLetsItGo() throws Exception {
        GuardSettings enforcing = settings(Given.recording(), 720);
        PolicyBook book = enforcing.first().policies();
        PolicyBook observing = new PolicyBook(Mode.OBSERVE, book.policies(), book.groups(), book.radius(), List.of());
        GuardSettings[] now = {
            SettingsOf.books(
                    observing,
                    enforcing.control(),
                    enforcing.prices(),
                    enforcing.fleet(),
                    enforcing.first().budgets(),
                    true)
        };
        rig.close();
        rig = new StageRig<>(
                () -> new WithFleet<>(new MeterBudgets(now[0]), Map.of()),
                Spend::budget,
                List.of(MeterBudgets.EVENTS, MeterBudgets.INCIDENTS, MeterBudgets.OPEN));
        flood(rig, 30, null, 0);
        assertThat(rig.out())
                .filteredOn(d -> d.type() == DecisionType.PAGE)
                .allMatch(d -> d.reason() == Reason.MODE_OBSERVE)
                .isNotEmpty();
        assertThat(rig.side(MeterBudgets.OPEN))
                .allMatch(i -> i.times().recorded())
                .isNotEmpty();
        now[0] = enforcing;
        rig.restart();
        for (long m = Given.START + 30; m < Given.START + 600; m++) rig.arrive(m);
        assertThat(rig.side(MeterBudgets.INCIDENTS))
                .allMatch(i -> !i.times().recorded() && i.times().pagedAt() > 0)
                .isNotEmpty();
    }

    @Test
    void theOrderWithinAnArrivalMinuteDoesNotMatterAndRestartsChangeNothing() throws Exception {
        flood(rig, 200, null, 0);
        for (long seed = 1; seed <= 2; seed++) {
            try (StageRig<Spend, Decision> other = rig(settings(Given.recording(), 720))) {
                flood(other, 200, new Random(seed), 37);
                assertThat(other.everything()).isEqualTo(rig.everything());
            }
        }
    }

    @Test
    void aStepThatThrottlesOrdersItsGroupInEachMinuteThatIsOver() throws Exception {
        rig.close();
        rig = rig(settings(Given.recording(), 10, new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop")));
        flood(rig, 30, null, 0);
        List<GroupWord> orders = rig.side(MeterBudgets.ORDERS);
        // by the 10th minute, 10 USD are spent, so orders are sent in arrival minutes 10 to 29
        assertThat(orders).hasSize(20);
        assertThat(orders.get(0).group()).isEqualTo("shop");
        assertThat(orders.get(0).order().account()).isEqualTo(Given.ACCOUNT);
        rig.endInput();
        assertThat(rig.stateEntries()).isZero();
    }

    @Test
    void theEndOfTheRecordingClosesWhatIsOpenAndLeavesNothing() throws Exception {
        flood(rig, 30, null, 0);
        rig.endInput();
        assertThat(rig.side(MeterBudgets.INCIDENTS))
                .singleElement()
                .satisfies(i -> assertThat(i.times().endedAt()).isEqualTo(-1));
        assertThat(rig.side(MeterBudgets.STATUSES)).isNotEmpty();
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
    }

    @Test
    void whatWasSpentAtAssumedPricesMarksTheFiguresOfItsPeriodAlone() throws Exception {
        rig.feed(new Spend(KEY, Given.START, USD, 0, 0, true), Given.START);
        flood(rig, 70, null, 0);
        assertThat(statuses()).isNotEmpty().allMatch(f -> f.assumedPrice());
        assertThat(rig.side(MeterBudgets.EVENTS))
                .isNotEmpty()
                .allMatch(e -> e.details().containsKey("prices"));
        long next = DataMinute.monthEnd(DataMinute.monthOf(Given.START)) + 60;
        rig.feed(new Spend(KEY, next, USD, 0, 0, false), next);
        rig.arrive(next + 60);
        assertThat(statuses()).last().matches(f -> !f.assumedPrice());
    }

    private List<BudgetFigures> statuses() {
        return rig.side(MeterBudgets.STATUSES).stream()
                .map(BudgetStatus::figures)
                .toList();
    }

    @Test
    void aBudgetThatIsNoLongerConfiguredIsForgotten() throws Exception {
        rig.feed(new Spend("other|1", Given.START, USD, 0, 0, false), Given.START);
        rig.arrive(Given.START + 5);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.out()).isEmpty();
    }

    @Test
    void aBudgetThatIsForAnotherAccountAfterARestartHoldsTheOldOneNoLonger() throws Exception {
        BudgetStep hold = new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop");
        GuardSettings before = settings(Given.recording(), 10, hold);
        Budget other =
                new Budget("b", ScopeKind.ACCOUNT, "999999999999", "*", 10 * USD, 0, USD / 10, true, List.of(hold));
        endsOverARestart(before, SettingsOf.budgeted(before, other));
    }

    @Test
    void aBudgetThatIsForAnotherGroupAfterARestartBeginsWithNothing() throws Exception {
        BudgetStep hold = new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop");
        GuardSettings before = settings(Given.recording(), 10, hold);
        Budget other =
                new Budget("b", ScopeKind.GROUP, Given.ACCOUNT, "web", 10 * USD, 0, USD / 10, true, List.of(hold));
        endsOverARestart(before, SettingsOf.budgeted(before, other));
    }

    @Test
    void aBudgetThatIsGoneAfterARestartEndsWhatItHadOpen() throws Exception {
        BudgetStep hold = new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop");
        GuardSettings before = settings(Given.recording(), 10, hold);
        endsOverARestart(before, SettingsOf.budgeted(before));
        assertThat(rig.stateEntries()).isZero();
    }

    /**
     * A budget throttles, then the job restarts with another configuration. Checks that all alarms are resolved and
     * nothing is ordered.
     */
    private void endsOverARestart(GuardSettings before, GuardSettings after) throws Exception {
        rig.close();
        GuardSettings[] now = {before};
        rig = new StageRig<>(
                () -> new WithFleet<>(new MeterBudgets(now[0]), Map.of()),
                Spend::budget,
                List.of(MeterBudgets.EVENTS, MeterBudgets.INCIDENTS, MeterBudgets.STATUSES, MeterBudgets.ORDERS));
        flood(rig, 30, null, 0);
        now[0] = after;
        rig.restart();
        int ordered = rig.side(MeterBudgets.ORDERS).size();
        assertThat(ordered).isPositive();
        List<String> open = rig.side(MeterBudgets.EVENTS).stream()
                .filter(e -> e.action() == AlarmAction.TRIGGER)
                .map(e -> e.details().get("incident"))
                .toList();
        for (long m = Given.START + 30; m < Given.START + 40; m++) rig.arrive(m);
        assertThat(rig.side(MeterBudgets.ORDERS)).hasSize(ordered);
        assertThat(rig.side(MeterBudgets.EVENTS))
                .filteredOn(e -> e.action() == AlarmAction.RESOLVE)
                .extracting(e -> e.details().get("incident"))
                .hasSameElementsAs(open);
    }

    /** Spends one USD a minute in three parts. One part arrives with the next minute. */
    private static void flood(StageRig<Spend, Decision> rig, int minutes, Random order, int restart) throws Exception {
        for (long m = Given.START; m < Given.START + minutes; m++) {
            List<Spend> parts = new ArrayList<>();
            parts.add(new Spend(KEY, m, USD / 4, 0, 0, false));
            parts.add(new Spend(KEY, m, USD / 4, 0, 0, false));
            if (m > Given.START) parts.add(new Spend(KEY, m - 1, USD / 2, 0, 0, false));
            if (order != null) Collections.shuffle(parts, order);
            rig.arrive(m);
            for (Spend s : parts) rig.feed(s, m);
            if (restart > 0 && m % restart == 0) rig.restart();
        }
        rig.arrive(Given.START + minutes);
    }

    private static GuardSettings settings(GuardSettings s, long usdPerMonth, BudgetStep... steps) {
        Budget budget = new Budget(
                "b", ScopeKind.ACCOUNT, BudgetBook.EACH, "*", usdPerMonth * USD, 0, USD / 10, true, List.of(steps));
        return SettingsOf.books(
                s.first().policies(),
                s.control(),
                s.prices(),
                s.fleet(),
                new BudgetBook(List.of(budget)),
                s.recording());
    }

    private static StageRig<Spend, Decision> rig(GuardSettings settings) throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(new MeterBudgets(settings), Map.of()),
                Spend::budget,
                List.of(MeterBudgets.EVENTS, MeterBudgets.INCIDENTS, MeterBudgets.STATUSES, MeterBudgets.ORDERS));
    }
}

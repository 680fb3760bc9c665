package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetMeterTest {

    private static final long START = Spending.AUGUST + 10 * Spending.DAY;

    /** A window raises an alarm when its share of the budget is spent. This takes share x budget / pace minutes. */
    @ParameterizedTest
    @CsvSource({
        // the budget is 7,200 USD, so the thresholds are 144 in 1 h, 360 in 6 h, 720 in 1 d and 1,080 in 3 d
        "8640, fast-burn, 1", // a flood: 2 % within the first minute
        "1440, fast-burn, 6",
        "288, fast-burn, 30",
        "150, fast-burn, 57", // just above 14.4 times the even pace
        "140, fast-burn, 154", // below the hour's threshold: 5 % in 6 h
        "61, fast-burn, 354",
        "59, slow-burn, 732", // below both thresholds: 10 % in 1 d
        "31, slow-burn, 1393",
        "20, slow-burn, 3240", // 15 % of 3 d
    })
    void alarmsWhenTheWindowsPromise(double usdPerHour, String alarm, long minutes) {
        Spending s = new Spending(Spending.budget(7200, 0), START).until(START + 5 * Spending.DAY, usdPerHour);
        String first =
                s.said.said.stream().filter(x -> x.contains("burn")).findFirst().orElse("");
        assertThat(first).isEqualTo((START + minutes) + " " + alarm + " open");
    }

    @Test
    void anEvenMonthWithinItsBudgetSaysNothing() {
        Spending s =
                new Spending(Spending.budget(7200, 0), Spending.AUGUST).until(Spending.AUGUST + 61 * Spending.DAY, 9);
        assertThat(s.said.said).isEmpty();
    }

    @Test
    void aSpikeThatIsOverIsNoLongerWorthAnAlarm() {
        // 140 USD within ten minutes, then calm; the hour reaches its threshold only when the last five minutes are
        // calm
        Spending s = new Spending(Spending.budget(7200, 0), START)
                .until(START + 10, 840)
                .until(START + 300, 5);
        assertThat(s.said.said).isEmpty();
    }

    @Test
    void belowTheLeastSpendNothingBurns() {
        Budget small = Spending.budget(1, 0);
        Spending s = new Spending(small, START).until(START + 8 * 60, .09);
        assertThat(s.said.said).noneMatch(x -> x.contains("fast-burn"));
    }

    @Test
    void anAlarmIsToldOnceAndAgainOnlyAfterItsEnd() {
        Spending s = new Spending(Spending.budget(72_000, 0), START)
                .until(START + 120, 2000)
                .until(START + 125, 1000)
                .until(START + 180, 2000)
                .until(START + 3000, 1)
                .until(START + 3100, 2000)
                .until(START + 6000, 1);
        assertThat(s.said.said.stream().filter(x -> x.contains("fast-burn")))
                .extracting(x -> x.substring(x.indexOf(' ') + 1))
                .containsExactly("fast-burn open", "fast-burn close", "fast-burn open", "fast-burn close");
        assertThat(s.said.events)
                .filteredOn(e -> e.type() == AlarmAction.TRIGGER)
                .hasSameSizeAs(s.said.events.stream()
                        .filter(e -> e.type() == AlarmAction.RESOLVE)
                        .toList());
    }

    @Test
    void thePageSaysWhenTheBudgetWillBeSpent() {
        Spending s = new Spending(Spending.budget(7200, 0), START).until(START + 60, 600);
        IncidentSnapshot page = s.said.events.get(0);
        assertThat(page.identity().severity()).isEqualTo(Severity.ERROR);
        // 150 USD are spent after 15 minutes; at 10 USD a minute, the other 7,050 USD last for 705 minutes
        assertThat(page.budget().spentNano()).isEqualTo(Spending.nano(150));
        assertThat(page.budget().nanoPerHour()).isEqualTo(Spending.nano(600));
        assertThat(page.budget().exhaustedAt()).isEqualTo(START + 14 + 705);
        assertThat(page.reason()).isEqualTo(Reason.BUDGET_BURN);
        assertThat(s.said.decisions).extracting(d -> d.type()).startsWith(DecisionType.OPEN, DecisionType.PAGE);
    }

    @Test
    void slowBurnIsATicketAndWithoutPageEverythingIs() {
        Spending slow = new Spending(Spending.budget(7200, 0), START).until(START + 1500, 40);
        assertThat(slow.said.events).extracting(e -> e.identity().severity()).containsOnly(Severity.WARNING);
        Budget quiet = Spending.budget(7200, 0);
        quiet = new Budget(
                quiet.name(),
                quiet.kind(),
                quiet.account(),
                quiet.key(),
                quiet.monthNano(),
                0,
                0,
                false,
                quiet.steps());
        Spending tickets = new Spending(quiet, START).until(START + 60, 8000);
        assertThat(tickets.said.events)
                .filteredOn(e -> e.type() == AlarmAction.TRIGGER)
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.identity().severity()).isEqualTo(Severity.WARNING));
    }

    @Test
    void stepsAndTheEndAreToldOnceAMonth() {
        Budget b = Spending.budget(
                720,
                0,
                new BudgetStep(.5, 0, BudgetAct.TICKET, ""),
                new BudgetStep(1, 0, BudgetAct.PROPOSE, "checkout"));
        Spending s = new Spending(b, Spending.AUGUST).until(Spending.AUGUST + 62 * Spending.DAY, 1.2);
        assertThat(s.said.said.stream().filter(x -> x.contains("step") || x.contains("spent")))
                .extracting(x -> x.substring(x.indexOf(' ') + 1))
                .containsExactly(
                        "step-0 open",
                        "month-spent open",
                        "step-1 open",
                        "month-spent close",
                        "step-0 close",
                        "step-1 close",
                        "step-0 open",
                        "month-spent open",
                        "step-1 open",
                        "month-spent close",
                        "step-0 close",
                        "step-1 close");
        assertThat(s.said.decisions)
                .filteredOn(d -> d.type() == DecisionType.PROPOSE)
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.scope().key()).isEqualTo("checkout"));
        assertThat(s.said.incidents).extracting(i -> i.incident()).doesNotHaveDuplicates();
    }

    @Test
    void aDaysBudgetHasItsOwnWindowsAndBeginsAnewEachDay() {
        Spending s = new Spending(Spending.budget(0, 24), START)
                .until(START + Spending.DAY, .9)
                .until(START + Spending.DAY + 600, 6)
                .until(START + 3 * Spending.DAY, .9);
        assertThat(s.said.said)
                .containsExactly(
                        (START + Spending.DAY + 45) + " fast-burn open",
                        (START + Spending.DAY + 239) + " day-spent open",
                        s.said.said.get(2),
                        (START + 2 * Spending.DAY) + " day-spent close");
        assertThat(s.said.said.get(2)).endsWith("fast-burn close");
    }

    @Test
    void theEndOfThePeriodTellsWhatWasSpentInIt() {
        Spending s =
                new Spending(Spending.budget(720, 24), Spending.AUGUST).until(Spending.AUGUST + 32 * Spending.DAY, 1.5);
        double month = 1.5 * 24 * 31;
        assertThat(s.said.incidents)
                .filteredOn(i -> i.reason() == Reason.BUDGET_PERIOD_OVER)
                .filteredOn(i -> i.budget().monthly())
                .isNotEmpty()
                .allSatisfy(i -> assertThat(i.budget().spentNano()).isEqualTo(Spending.nano(month)));
        assertThat(s.said.events)
                .filteredOn(e -> e.reason() == Reason.BUDGET_PERIOD_OVER)
                .allSatisfy(e -> assertThat(e.budget().spentNano())
                        .isEqualTo(Spending.nano(e.budget().monthly() ? month : 36)));
    }

    @Test
    void whatGoesOnTellsEachMinuteHowItStandsAndBothAmountsHaveTheirOwnLine() {
        Spending s =
                new Spending(Spending.budget(720, 24), Spending.AUGUST).until(Spending.AUGUST + 25 * Spending.DAY, 1.5);
        assertThat(s.said.events)
                .filteredOn(e -> e.type() == AlarmAction.STANDS && e.budget().monthly())
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.budget().spentNano())
                        .isEqualTo(Spending.nano(1.5 * (e.times().minute() + 1 - Spending.AUGUST) / 60)));
        assertThat(s.said.statuses).extracting(x -> x.figures().monthly()).contains(true, false);
    }

    @Test
    void lateMoneyIsCountedInItsOwnMinute() {
        Random random = new Random(7);
        SpendPath path = new SpendPath(3);
        BudgetState late = new BudgetState();
        BudgetState prompt = new BudgetState();
        for (int i = 0; i < SpendPath.MINUTES; i++) {
            long minute = path.start + i;
            prompt.add(minute, path.nano[i], 0, 0, minute);
            late.add(minute, path.nano[i] / 2, 0, 0, minute);
            late.add(minute, path.nano[i] - path.nano[i] / 2, 0, 0, minute + random.nextInt(15));
            new BudgetMeter(late, path.budget, 0, false).advance(minute);
            new BudgetMeter(prompt, path.budget, 0, false).advance(minute);
        }
        for (long m = path.start + SpendPath.MINUTES; m < path.start + SpendPath.MINUTES + 20; m++) {
            new BudgetMeter(late, path.budget, 0, false).advance(m);
            new BudgetMeter(prompt, path.budget, 0, false).advance(m);
        }
        assertThat(late.minute).isEqualTo(prompt.minute);
        assertThat(late.quarter).isEqualTo(prompt.quarter);
        assertThat(late.beforeMonth).isEqualTo(prompt.beforeMonth);
        assertThat(late.beforeDay).isEqualTo(prompt.beforeDay);
        assertThat(late.pending).isEmpty();
    }

    @Test
    void aFeedThatWasAwayForAMonthIsCaughtUpWithAtOnce() {
        Spending s = new Spending(Spending.budget(7200, 0), START).until(START + 60, 600);
        s.next += 40 * Spending.DAY;
        s.until(s.next + 10, 1);
        assertThat(s.said.state.open).isEmpty();
        assertThat(s.said.state.spentOfMonth()).isLessThan(Spending.nano(1));
        assertThat(s.said.state.window(4320)).isEqualTo(s.said.state.spentOfMonth());
    }

    @Test
    void theRecordingsEndClosesWhatIsOpen() {
        Spending s = new Spending(Spending.budget(7200, 0), START).until(START + 60, 600);
        s.said.take(new BudgetMeter(s.said.state, s.budget, 0, false).end());
        assertThat(s.said.incidents).singleElement().satisfies(i -> {
            assertThat(i.times().endedAt()).isEqualTo(-1);
            assertThat(i.times().pagedAt()).isEqualTo((START + 15) * 60_000);
            assertThat(i.money().excess()).isZero();
        });
    }
}

package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetOutput.BudgetOrder;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.model.Reason;
import org.junit.jupiter.api.Test;

/** Tests when a budget's step orders a throttle of a group. */
class BudgetOrdersTest {

    private static final long NOON = Spending.AUGUST + Spending.DAY / 2;

    private static Budget daily(double usd) {
        return Spending.budget(0, usd, new BudgetStep(1, 0, BudgetAct.THROTTLE, "shop"));
    }

    @Test
    void standsEachMinuteFromTheStepToTheEndOfThePeriod() {
        // at 1 USD an hour, 12 USD are spent when the minute before noon is counted, one minute after it arrived
        Spending s = new Spending(daily(12), Spending.AUGUST).until(NOON, 1);
        assertThat(s.said.orders).isEmpty();
        s.until(Spending.AUGUST + Spending.DAY + 1, 1);
        assertThat(s.said.orders).hasSize((int) Spending.DAY / 2 + 1);
        String incident = s.said.decisions.stream()
                .filter(d -> d.reason() == Reason.BUDGET_THROTTLE)
                .filter(d -> d.type() == DecisionType.OPEN)
                .map(d -> d.incident())
                .findFirst()
                .orElseThrow();
        assertThat(s.said.orders).containsOnly(new BudgetOrder("shop", "111122223333", incident));
        int before = s.said.orders.size();
        // only the first minute of the new day is counted, so nothing of its budget is spent yet
        s.until(Spending.AUGUST + Spending.DAY + 600, 1);
        assertThat(s.said.orders).hasSize(before);
    }

    @Test
    void stepsThatDoNotThrottleOrderNothing() {
        BudgetStep propose = new BudgetStep(.5, 0, BudgetAct.PROPOSE, "shop");
        Spending s =
                new Spending(Spending.budget(0, 12, propose), Spending.AUGUST).until(Spending.AUGUST + Spending.DAY, 1);
        assertThat(s.said.orders).isEmpty();
    }

    @Test
    void aBudgetThatWasRaisedOrdersNoMoreAndItsStepMayBeToldAgain() {
        Spending s = new Spending(daily(12), Spending.AUGUST).until(NOON + 60, 1);
        assertThat(s.said.orders).isNotEmpty();
        s.said.orders.clear();
        s.budget = daily(20);
        s.until(NOON + 120, 1);
        assertThat(s.said.orders).isEmpty();
        assertThat(s.said.decisions)
                .filteredOn(d -> d.reason() == Reason.BUDGET_CHANGED)
                .hasSize(2);
        s.until(Spending.AUGUST + Spending.DAY, 1);
        assertThat(s.said.orders).hasSize(4 * 60);
        assertThat(s.said.incidents).extracting(i -> i.incident()).doesNotHaveDuplicates();
    }

    @Test
    void aBudgetThatWasRaisedWithinWhatIsSpentGoesOn() {
        Spending s = new Spending(daily(12), Spending.AUGUST).until(NOON + 120, 1);
        s.said.orders.clear();
        s.budget = daily(13);
        s.until(NOON + 130, 1);
        assertThat(s.said.orders).hasSize(10);
    }

    @Test
    void aForecastThatFallsEndsItWithoutASecondTicket() {
        Budget b = Spending.budget(720, 0, new BudgetStep(0, 1, BudgetAct.THROTTLE, "shop"));
        long hour = 60;
        Spending s = new Spending(b, Spending.AUGUST).until(Spending.AUGUST + 8 * Spending.DAY, 1.1);
        assertThat(s.said.orders).isNotEmpty();
        s.until(Spending.AUGUST + 20 * Spending.DAY, .5);
        s.said.orders.clear();
        s.until(Spending.AUGUST + 20 * Spending.DAY + hour, .5);
        assertThat(s.said.orders).isEmpty();
        assertThat(s.said.said.stream().filter(x -> x.contains("step-0"))).hasSize(1);
    }
}

package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.budget.meter.BudgetMeter.Retired;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** If the configuration changes while the job is down, open alarms end. */
class RetiredTest {

    private static final BudgetStep TICKET = new BudgetStep(.1, 0, BudgetAct.TICKET, "");
    private static final BudgetStep HOLD = new BudgetStep(.2, 0, BudgetAct.THROTTLE, "shop");
    private static final long START = Spending.AUGUST + 10 * Spending.DAY;

    private final Spending s = new Spending(Spending.budget(100, 0, TICKET, HOLD), START).until(START + 60, 60);

    @Test
    void aStepThatWasTakenOutEndsAndMayBeToldAgain() {
        assertThat(s.said.orders).isNotEmpty();
        s.said.orders.clear();
        s.budget = Spending.budget(100, 0, TICKET);
        s.until(START + 62, 60);
        assertThat(s.said.orders).isEmpty();
        assertThat(s.said.said).last().asString().endsWith("step-1 close");
        assertThat(s.said.incidents).extracting(i -> i.reason()).containsExactly(Reason.BUDGET_CHANGED);
        s.budget = Spending.budget(100, 0, TICKET, HOLD);
        s.until(START + 64, 60);
        assertThat(s.said.said).last().asString().endsWith("step-1 open");
    }

    @Test
    void aBudgetThatVanishesTogetherWithItsStepsEndsThem() {
        s.said.take(Retired.close(s.said.state, "b", "111122223333", 0));
        assertThat(s.said.state.open).isEmpty();
    }

    @Test
    void whatIsConfiguredNoLongerIsResolvedForWhatItWas() {
        int open = s.said.state.open.size();
        s.said.events.clear();
        s.said.take(Retired.close(s.said.state, "b", "111122223333", 0));
        assertThat(s.said.state.open).isEmpty();
        assertThat(s.said.events).hasSize(open).allSatisfy(e -> {
            assertThat(e.type()).isEqualTo(AlarmAction.RESOLVE);
            assertThat(e.scope()).isEqualTo(s.budget.scope());
            assertThat(e.budget().amountNano()).isEqualTo(Spending.nano(100));
        });
    }

    @Test
    void aMeterOfAnAccountThatTheBudgetIsForNoLongerHasNone() {
        BudgetBook one = new BudgetBook(List.of(of("111122223333")));
        assertThat(one.of("b|111122223333")).isNotNull();
        assertThat(one.of("b|999999999999")).isNull();
        assertThat(one.of("b|*")).isNull();
        BudgetBook each = new BudgetBook(List.of(of(BudgetBook.EACH)));
        assertThat(each.of("b|999999999999").account()).isEqualTo("999999999999");
        assertThat(each.of("b|*")).isNull();
        assertThat(new BudgetBook(List.of(of(Scope.WHOLE))).of("b|*")).isNotNull();
    }

    private static Budget of(String account) {
        return new Budget("b", ScopeKind.ACCOUNT, account, Scope.WHOLE, 1, 0, 0, true, List.of());
    }
}

package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.BudgetFigures;
import dev.breakwater.engine.control.BudgetFigures.AlarmType;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.guard.Findings;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Severity;
import org.junit.jupiter.api.Test;

class MoneyEventsTest {

    /** 2026-03-02T00:00Z. */
    private static final long M = 29_540_160;

    private static final long USD = 1_000_000_000L;
    private static final Scope TEAM = Scope.group("*", "*", "team");

    @Test
    void saysHowMuchIsSpentAndWhenNothingWillBeLeft() {
        AlarmEvent e = MoneyEvents.of(
                event(AlarmAction.TRIGGER, Scope.account("111122223333", "*"), 5_400, M + 90, ""), false);
        assertThat(e.summary())
                .isEqualTo("budget checkout (account 111122223333): 5400.00 of 7200.00 USD a month spent, the budget is"
                        + " spent too fast; at 1200.00 USD an hour the budget will be exhausted at "
                        + "2026-03-02T01:30:00Z");
        assertThat(e.dedupKey()).isEqualTo("breakwater/abc");
        assertThat(e.source()).isEqualTo("111122223333/all regions");
        assertThat(e.clazz()).isEqualTo("budget");
        assertThat(e.details())
                .containsEntry("budget_exhausted_at", "2026-03-02T01:30:00Z")
                .containsEntry("forecast_usd", "8000.00 (7500.00 to 8500.00)")
                .containsEntry(
                        "prices",
                        "assumed: the table lacks a price of a region with spend, so a higher price was used");
    }

    @Test
    void namesWhatIsProposed() {
        AlarmEvent e = MoneyEvents.of(event(AlarmAction.TRIGGER, TEAM, 7_200, M, "batch"), false);
        assertThat(e.summary()).endsWith("proposed: throttle group batch").doesNotContain("exhausted at");
        assertThat(e.source()).isEqualTo("all accounts");
        assertThat(e.component()).isEqualTo("team");
    }

    @Test
    void namesWhatIsOrderedUntilItIsOver() {
        BudgetFigures f = figures(7_200, M, "batch");
        IncidentSnapshot told =
                Findings.ofBudget(AlarmAction.TRIGGER, "abc", TEAM, Severity.WARNING, Reason.BUDGET_THROTTLE, M, f);
        AlarmEvent e = MoneyEvents.of(told, false);
        assertThat(e.summary()).endsWith("ordered: throttle group batch");
        assertThat(e.details()).containsEntry("ordered", "throttle group batch");
        AlarmEvent over = MoneyEvents.of(event(AlarmAction.RESOLVE, TEAM, 7_200, M, "batch"), false);
        assertThat(over.details()).doesNotContainKeys("ordered", "proposed");
    }

    @Test
    void asksForAWordWhereNothingIsSetWithoutOne() {
        BudgetFigures f = figures(7_200, M, "batch");
        IncidentSnapshot told =
                Findings.ofBudget(AlarmAction.TRIGGER, "abc", TEAM, Severity.WARNING, Reason.BUDGET_THROTTLE, M, f);
        AlarmEvent e = MoneyEvents.of(told, true);
        assertThat(e.summary()).endsWith("proposed: throttle group batch");
        assertThat(e.details())
                .containsEntry("approve_with", "breakwater approve abc FUNCTION")
                .containsEntry("decline_with", "breakwater decline abc FUNCTION");
        IncidentSnapshot only = event(AlarmAction.TRIGGER, TEAM, 7_200, M, "batch");
        assertThat(MoneyEvents.of(only, true).details())
                .as("a step that only proposes sets nothing")
                .doesNotContainKey("approve_with");
    }

    @Test
    void whatIsOverHasNothingAhead() {
        AlarmEvent e = MoneyEvents.of(event(AlarmAction.RESOLVE, Scope.account("*", "*"), 100, M + 90, ""), false);
        assertThat(e.action()).isEqualTo(AlarmAction.RESOLVE);
        assertThat(e.summary())
                .startsWith("budget checkout (all accounts): 100.00 of")
                .doesNotContain("exhausted at");
    }

    private static IncidentSnapshot event(AlarmAction type, Scope scope, long spent, long exhaustedAt, String group) {
        BudgetFigures f = figures(spent, exhaustedAt, group);
        return Findings.ofBudget(type, "abc", scope, Severity.ERROR, Reason.BUDGET_BURN, M, f);
    }

    private static BudgetFigures figures(long spent, long exhaustedAt, String group) {
        return new BudgetFigures(
                "checkout",
                AlarmType.FAST_BURN,
                -1,
                group,
                true,
                7_200 * USD,
                spent * USD,
                M - 1440,
                1_200 * USD,
                exhaustedAt,
                7_500 * USD,
                8_000 * USD,
                8_500 * USD,
                true);
    }
}

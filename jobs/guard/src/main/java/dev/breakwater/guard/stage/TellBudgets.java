package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.BudgetOutput.BudgetEvent;
import dev.breakwater.engine.policy.Mode;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.convert.MoneyEvents;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;

/** Sends the alerts of budgets to people. The mode decides whether the alerts ask for approval. */
public final class TellBudgets implements KeyedStage<BudgetEvent, AlarmEvent> {

    private final Book first;

    public TellBudgets(Book first) {
        this.first = first;
    }

    @Override
    public void open(RuntimeContext context) {
        // this stage has no state
    }

    @Override
    public void element(BudgetEvent event, StageContext<AlarmEvent> context) {
        Book book = context.book(first, context.timers().currentProcessingTime());
        context.emit(MoneyEvents.of(event, book.policies().mode() == Mode.APPROVE));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<AlarmEvent> context) {
        throw new IllegalStateException("sets no timer");
    }
}

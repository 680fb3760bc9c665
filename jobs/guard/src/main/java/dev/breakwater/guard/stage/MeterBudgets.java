package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.BudgetBook.MeterKey;
import dev.breakwater.engine.budget.BudgetOutput;
import dev.breakwater.engine.budget.BudgetOutput.BudgetStatus;
import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.budget.meter.BudgetMeter;
import dev.breakwater.engine.budget.meter.BudgetMeter.Retired;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.MoneyEvents;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.DataMinute;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.OutputTag;

/** Measures the spend of one budget over all accounts and regions in its scope. This stage sets no limits itself. */
public final class MeterBudgets implements KeyedStage<Spend, Decision> {

    public static final OutputTag<AlarmEvent> EVENTS = new OutputTag<>("budget-events", AlarmEvents.TYPE);
    public static final OutputTag<IncidentSnapshot> INCIDENTS = new OutputTag<>("budget-incidents") {};
    /** The state of each open alarm, every minute. */
    public static final OutputTag<IncidentSnapshot> OPEN = new OutputTag<>("open-budget-incidents") {};

    /** The figures of each budget, once an hour. */
    public static final OutputTag<BudgetStatus> STATUSES = new OutputTag<>("standings") {};

    /** The groups that must be throttled now. The groups are emitted again every minute. */
    public static final OutputTag<GroupWord> ORDERS = new OutputTag<>("orders") {};

    private static final long END = Long.MAX_VALUE;

    private final Book first;
    private final boolean recording;
    private transient ValueState<BudgetState> states;

    public MeterBudgets(GuardSettings settings) {
        this.first = settings.first();
        this.recording = settings.recording();
    }

    @Override
    public void open(RuntimeContext context) {
        states = context.getState(new ValueStateDescriptor<>("budget", BudgetState.class));
    }

    @Override
    public void element(Spend spend, StageContext<Decision> context) throws Exception {
        BudgetState s = states.value();
        if (s == null) s = new BudgetState();
        long arrival = DataMinute.of(context.timestamp());
        s.add(spend.minute(), spend.nano(), spend.silentFrom(), spend.silentTo(), arrival);
        if (spend.assumedPrice()) s.assumed = Math.max(s.assumed, spend.minute());
        states.update(s);
        context.timers()
                .registerEventTimeTimer(Clock.endOf(Math.max(arrival, spend.minute() + BudgetMeter.PATIENCE - 1)));
        if (recording) context.timers().registerEventTimeTimer(END);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Decision> context) throws Exception {
        BudgetState s = states.value();
        if (s == null) return;
        Book book = context.book(first, timestamp);
        Budget budget = book.budgets().of(context.key());
        if (budget == null || Retired.isOfAnother(s, budget)) {
            s = retire(s, book, context);
            if (budget == null) {
                states.clear();
                return;
            }
        }
        boolean observes = book.policies().mode() == Mode.OBSERVE;
        if (timestamp == END) {
            // the recording has ended, so its last minute has ended too
            emit(new BudgetMeter(s, budget, (s.newest + 1) * DataMinute.MILLIS, observes).end(), book, context);
            states.clear();
            return;
        }
        long now = recording ? timestamp + 1 : context.timers().currentProcessingTime();
        long arrival = DataMinute.of(timestamp);
        emit(new BudgetMeter(s, budget, now, observes).advance(arrival), book, context);
        if (s.wantsEveryMinute() && !Clock.ended(context.timers().currentWatermark())) {
            context.timers().registerEventTimeTimer(Clock.endOf(arrival + 1));
        }
        states.update(s);
    }

    /**
     * Ends open alarms, because the budget's scope has changed. Spend that was not counted yet counts for the new
     * scope.
     */
    private static BudgetState retire(BudgetState s, Book book, StageContext<Decision> context) {
        MeterKey key = MeterKey.parse(context.key());
        long now = context.timers().currentProcessingTime();
        emit(Retired.close(s, key.budget(), key.account(), now), book, context);
        BudgetState anew = new BudgetState();
        anew.pending = s.pending;
        anew.sequence = s.sequence;
        return anew;
    }

    private static void emit(BudgetOutput output, Book book, StageContext<Decision> context) {
        output.decisions.forEach(d -> context.emit(d.by(book.id())));
        boolean approving = book.policies().mode() == Mode.APPROVE;
        output.events.forEach(e -> context.emit(EVENTS, MoneyEvents.of(e, approving)));
        output.incidents.forEach(i -> context.emit(INCIDENTS, i));
        output.open.forEach(i -> context.emit(OPEN, i));
        output.orders.forEach(o -> context.emit(ORDERS, GroupWord.of(o)));
        output.statuses.forEach(x -> context.emit(STATUSES, x));
    }
}

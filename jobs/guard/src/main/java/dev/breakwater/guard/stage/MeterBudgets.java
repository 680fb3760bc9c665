package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetEvent;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.BudgetOutput.BudgetDecision;
import dev.breakwater.core.budget.BudgetOutput.BudgetIncident;
import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.budget.BudgetStatus;
import dev.breakwater.core.budget.MeterKey;
import dev.breakwater.core.budget.meter.BudgetMeter;
import dev.breakwater.core.budget.meter.Retired;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.Spend;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Meters one budget: its spend over all accounts and regions that count for it. Acts on nothing. */
public final class MeterBudgets extends KeyedProcessFunction<String, Spend, BudgetDecision> {

    public static final OutputTag<BudgetEvent> EVENTS = new OutputTag<>("budget-events") {};
    public static final OutputTag<BudgetIncident> INCIDENTS = new OutputTag<>("budget-incidents") {};
    /** Where each budget stands, once an hour. */
    public static final OutputTag<BudgetStatus> STATUSES = new OutputTag<>("standings") {};

    /** Groups that are to be held now, said again each minute while they are. */
    public static final OutputTag<GroupWord> ORDERS = new OutputTag<>("orders") {};

    private static final long END = Long.MAX_VALUE;

    private final BudgetBook book;
    private final boolean recording;
    private transient ValueState<BudgetState> states;

    public MeterBudgets(GuardSettings settings) {
        this.book = settings.budgets();
        this.recording = settings.recording();
    }

    @Override
    public void open(OpenContext context) {
        states = getRuntimeContext().getState(new ValueStateDescriptor<>("budget", BudgetState.class));
    }

    @Override
    public void processElement(Spend spend, Context context, Collector<BudgetDecision> out) throws Exception {
        BudgetState s = states.value();
        if (s == null) s = new BudgetState();
        long arrival = DataMinute.of(context.timestamp());
        s.add(spend.minute(), spend.nano(), spend.silentFrom(), spend.silentTo(), arrival);
        states.update(s);
        context.timerService()
                .registerEventTimeTimer(Clock.endOf(Math.max(arrival, spend.minute() + BudgetMeter.PATIENCE - 1)));
        if (recording) context.timerService().registerEventTimeTimer(END);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<BudgetDecision> out) throws Exception {
        BudgetState s = states.value();
        if (s == null) return;
        Budget budget = book.of(context.getCurrentKey());
        if (budget == null || Retired.isOfAnother(s, budget)) {
            s = retire(s, context, out);
            if (budget == null) {
                states.clear();
                return;
            }
        }
        if (timestamp == END) {
            // the last minute is over, as far as the recording goes
            emit(new BudgetMeter(s, budget, (s.newest + 1) * DataMinute.MILLIS).end(), context, out);
            states.clear();
            return;
        }
        long now = recording ? timestamp + 1 : context.timerService().currentProcessingTime();
        long arrival = DataMinute.of(timestamp);
        emit(new BudgetMeter(s, budget, now).advance(arrival), context, out);
        if (s.wantsEveryMinute() && !Clock.ended(context.timerService().currentWatermark())) {
            context.timerService().registerEventTimeTimer(Clock.endOf(arrival + 1));
        }
        states.update(s);
    }

    /** Ends what is open; what is set aside was spent on what the budget is for now. */
    private static BudgetState retire(BudgetState s, OnTimerContext context, Collector<BudgetDecision> out) {
        MeterKey key = MeterKey.parse(context.getCurrentKey());
        long now = context.timerService().currentProcessingTime();
        emit(Retired.close(s, key.budget(), key.account(), now), context, out);
        BudgetState anew = new BudgetState();
        anew.pending = s.pending;
        anew.sequence = s.sequence;
        return anew;
    }

    private static void emit(BudgetOutput output, OnTimerContext context, Collector<BudgetDecision> out) {
        output.decisions.forEach(out::collect);
        output.events.forEach(e -> context.output(EVENTS, e));
        output.incidents.forEach(i -> context.output(INCIDENTS, i));
        output.orders.forEach(o -> context.output(ORDERS, GroupWord.of(o)));
        output.statuses.forEach(x -> context.output(STATUSES, x));
    }
}

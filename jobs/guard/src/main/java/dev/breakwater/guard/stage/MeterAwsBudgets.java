package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.AwsBudgetState;
import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.BudgetOutput.BudgetDecision;
import dev.breakwater.core.budget.meter.BudgetMeter;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.guard.wire.AwsTerm;
import dev.breakwater.guard.wire.AwsTerms;
import dev.breakwater.guard.wire.GroupWord;
import dev.breakwater.guard.wire.Spend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Meters the budgets that AWS has for one account or for the functions with one tag. AWS's figures wait until the feed
 * reaches the minute of their reading, so that they fall between the same minutes of spend however fast either arrives.
 * Says what {@link MeterBudgets} says, through the same tags.
 */
public final class MeterAwsBudgets extends KeyedCoProcessFunction<String, Spend, AwsTerms, BudgetDecision> {

    private static final Comparator<AwsTerms> BY_TIME =
            Comparator.comparingLong(AwsTerms::minute).thenComparing(AwsTerms::owner);

    private final BudgetBook book;
    /** By their names. */
    private transient MapState<String, AwsBudgetState> budgets;
    /** AWS's figures for minutes that the feed has not reached, by minute and owner. */
    private transient MapState<String, AwsTerms> waiting;

    public MeterAwsBudgets(BudgetBook book) {
        this.book = book;
    }

    @Override
    public void open(OpenContext context) {
        budgets = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "aws-budgets", Types.STRING, TypeInformation.of(AwsBudgetState.class)));
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("told", Types.STRING, TypeInformation.of(AwsTerms.class)));
    }

    @Override
    public void processElement1(Spend spend, Context context, Collector<BudgetDecision> out) throws Exception {
        long arrival = DataMinute.of(context.timestamp());
        Map<String, AwsBudgetState> all = all();
        for (var e : all.entrySet()) {
            AwsBudgetState s = e.getValue();
            if (spend.minute() < s.since) continue;
            s.meter.add(spend.minute(), spend.nano(), spend.silentFrom(), spend.silentTo(), arrival);
            budgets.put(e.getKey(), s);
        }
        if (all.isEmpty()) return;
        context.timerService()
                .registerEventTimeTimer(Clock.endOf(Math.max(arrival, spend.minute() + BudgetMeter.PATIENCE - 1)));
    }

    @Override
    public void processElement2(AwsTerms terms, Context context, Collector<BudgetDecision> out) throws Exception {
        waiting.put(key(terms), terms);
        for (AwsTerm term : terms.budgets()) {
            if (!budgets.contains(term.name())) budgets.put(term.name(), AwsMeters.begin(terms));
        }
        context.timerService().registerEventTimeTimer(Clock.endOf(due(terms)));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<BudgetDecision> out) throws Exception {
        long arrival = DataMinute.of(timestamp);
        long now = context.timerService().currentProcessingTime();
        AwsMeters meters = new AwsMeters(book, context.getCurrentKey(), all(), now);
        for (AwsTerms terms : due(arrival)) {
            waiting.remove(key(terms));
            meters.apply(terms);
        }
        meters.advance(arrival);
        for (String name : meters.gone()) budgets.remove(name);
        // an empty map would be kept
        if (!meters.all().isEmpty()) budgets.putAll(meters.all());
        emit(meters.said(), context, out);
        if (meters.wantEveryMinute() && !Clock.ended(context.timerService().currentWatermark())) {
            context.timerService().registerEventTimeTimer(Clock.endOf(arrival + 1));
        }
    }

    private static void emit(BudgetOutput said, Context context, Collector<BudgetDecision> out) {
        said.decisions.forEach(out::collect);
        said.events.forEach(e -> context.output(MeterBudgets.EVENTS, e));
        said.incidents.forEach(i -> context.output(MeterBudgets.INCIDENTS, i));
        said.open.forEach(i -> context.output(MeterBudgets.OPEN, i));
        said.orders.forEach(o -> context.output(MeterBudgets.ORDERS, GroupWord.of(o)));
        said.statuses.forEach(x -> context.output(MeterBudgets.STATUSES, x));
    }

    /** In one order, whatever order the state has. */
    private Map<String, AwsBudgetState> all() throws Exception {
        Map<String, AwsBudgetState> all = new TreeMap<>();
        for (var e : budgets.entries()) all.put(e.getKey(), e.getValue());
        return all;
    }

    private List<AwsTerms> due(long arrival) throws Exception {
        List<AwsTerms> due = new ArrayList<>();
        for (AwsTerms t : waiting.values()) if (due(t) <= arrival) due.add(t);
        due.sort(BY_TIME);
        return due;
    }

    /** The arrival minute at whose end all minutes before that of the telling have been counted. */
    private static long due(AwsTerms terms) {
        return terms.minute() + BudgetMeter.PATIENCE - 1;
    }

    private static String key(AwsTerms terms) {
        return terms.minute() + "|" + terms.owner();
    }
}

package dev.breakwater.guard.stage;

import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.budget.meter.DaySpend.State.SpentDay;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FlatSerializer;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Counts the cost of provisioned concurrency in one account and region, even if nobody uses it. A function that nobody
 * calls has no minutes, so this stage follows the clock of the account and region. The input of the stage has one
 * element for each minute of its account's clock.
 */
public final class PayProvisioned implements KeyedStage<ControlInput, DaySpend> {

    /** AWS rounds the time up to a multiple of this many minutes. */
    static final int STEP = 5;

    private final GuardSettings settings;
    private final Book first;
    private transient Memberships memberships;
    /** The first step whose cost was not counted yet. */
    private transient ValueState<Long> next;

    private transient MapState<String, DaySpend.State> days;

    public PayProvisioned(GuardSettings settings) {
        this.settings = settings;
        this.first = settings.first();
    }

    @Override
    public void open(RuntimeContext context) {
        memberships = new Memberships(first.policies().groups());
        next = context.getState(new ValueStateDescriptor<>("next", Types.LONG));
        days = context.getMapState(new MapStateDescriptor<>(
                "days", StringSerializer.INSTANCE, new FlatSerializer<>(DaySpend.State.class)));
    }

    @Override
    public FleetChange change(ControlInput in) {
        return in.change();
    }

    @Override
    public void element(ControlInput clock, StageContext<DaySpend> context) throws Exception {
        Place place = Place.parse(clock.place());
        // the clock emits a minute after the feed has passed it
        long minute = DataMinute.of(context.timestamp()) + 1 - MinuteJoin.PATIENCE;
        long now = Math.floorDiv(minute, STEP) * STEP;
        Long from = next.value();
        FleetView fleet = context.fleet().of(place.account(), place.region());
        BudgetBook budgets = context.book(first, context.timestamp()).budgets();
        for (long step = from == null ? now : from; step <= now; step += STEP) {
            for (FunctionFacts f : fleet.functions().values())
                if (f.capacity().ready() > 0) pay(f, step, budgets, context);
        }
        if (from == null || from <= now) next.update(now + STEP);
    }

    private void pay(FunctionFacts f, long step, BudgetBook budgets, StageContext<DaySpend> context) throws Exception {
        Scope function = Scope.function(f.account(), f.region(), f.function());
        long nano = Math.round(settings.prices().readyNano(f) * STEP);
        boolean assumed = settings.prices().lacks(function, f);
        for (String key : budgets.keys(function, memberships.of(function, f.tags())))
            context.emit(AssessFunctions.SPEND, new Spend(key, step, nano, 0, 0, assumed));
        context.emit(AssessFunctions.ACCOUNT_SPEND, new AccountMoney(f.account(), step, nano, false, 0));
        DaySpend.State s = days.get(f.function());
        if (s == null) s = new DaySpend.State();
        // days are emitted here too, because a gap of the feed can skip whole days
        tell(function, s, step, context);
        DaySpend.add(s, step, nano, 0, 0);
        days.put(f.function(), s);
        context.timers()
                .registerEventTimeTimer(
                        Clock.endOf(DaySpend.settledAt(step, settings.state().lateMinutes())));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<DaySpend> context) throws Exception {
        Place place = Place.parse(context.key());
        Map<String, DaySpend.State> told = new HashMap<>();
        for (Map.Entry<String, DaySpend.State> e : days.entries()) {
            Scope function = Scope.function(place.account(), place.region(), e.getKey());
            if (tell(function, e.getValue(), DataMinute.of(timestamp), context)) told.put(e.getKey(), e.getValue());
        }
        for (Map.Entry<String, DaySpend.State> e : told.entrySet()) {
            if (e.getValue().now.day == Long.MIN_VALUE) days.remove(e.getKey());
            else days.put(e.getKey(), e.getValue());
        }
    }

    /** Emits each day that can no longer change. Returns whether there was a day to report. */
    private boolean tell(Scope function, DaySpend.State s, long arrival, StageContext<DaySpend> context) {
        FunctionFacts facts = context.fleet().facts(function.functionId());
        List<Scope> groups = facts == null ? List.of() : memberships.of(function, facts.tags());
        boolean told = false;
        for (SpentDay d; (d = DaySpend.settled(s, arrival, settings.state().lateMinutes())) != null; told = true) {
            context.emit(new DaySpend(
                    function,
                    groups.stream().map(Scope::key).toList(),
                    d,
                    Clock.ended(context.timers().currentWatermark()),
                    facts != null && settings.prices().lacks(function, facts),
                    false,
                    true));
        }
        return told;
    }
}

package dev.breakwater.guard.stage;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.budget.meter.DaySpend.State.SpentDay;
import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.decide.Control;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.guard.Book;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.convert.ActNotices;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.LimitAlarms;
import dev.breakwater.guard.limit.AccountCalls;
import dev.breakwater.guard.limit.Actuator;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.ControlInput.UnreservedUse;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.util.OutputTag;

/**
 * Runs control for one account and region. The verdicts of an arrival minute are collected and sorted. All collected
 * verdicts are processed in one step when the feed advances, or after five seconds of wall-clock time. Early verdicts
 * wait only one second.
 *
 * <p>In a recording, the safety clock follows the arrival minute. In a live run, the safety clock is the processing
 * time, so that a silent feed does not prolong a throttle.
 */
public final class ControlStage implements KeyedStage<ControlInput, Decision> {

    public static final OutputTag<IncidentSnapshot> EVENTS = new OutputTag<>("events") {};
    /** The states of incidents in each minute. */
    public static final OutputTag<IncidentSnapshot> STANDINGS = new OutputTag<>("standings") {};

    public static final OutputTag<IncidentSnapshot> INCIDENTS = new OutputTag<>("incidents") {};
    public static final OutputTag<AlarmMinute> ALARMS = new OutputTag<>("alarms") {};
    /** Faults of limits that people must check, and the ends of those faults. */
    public static final OutputTag<LimitTrouble> TROUBLES = new OutputTag<>("troubles") {};

    /**
     * Alerts about surges, and notices of throttles and releases, with their receivers. Only live runs emit these
     * alerts and notices.
     */
    public static final OutputTag<AlarmEvent> TOLD = new OutputTag<>("told", AlarmEvents.TYPE);

    /** Alerts about limits, failing calls or a failing ledger, and their ends. */
    public static final OutputTag<AlarmEvent> ACTS = new OutputTag<>("acts", AlarmEvents.TYPE);

    public static final OutputTag<AccountFigures> FIGURES = new OutputTag<>("figures") {};

    private static final long TICK_MILLIS = 5_000;
    /** Early verdicts wait for a shorter time than other verdicts, because their purpose is to save time. */
    private static final long EARLY_TICK_MILLIS = 1_000;
    /** The interval at which limits are checked while a call is open or waiting. */
    private static final long CALL_MILLIS = 200;

    /** A timer that is further ahead than this is set to a whole second, so that several timers share one wake-up. */
    private static final long FAR_MILLIS = 1_000;

    private static final long CALL_OFFSET = 100;

    private static final long END = Long.MAX_VALUE;
    private static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
            .thenComparing(Assessment::scope)
            .thenComparing(Assessment::order);

    private final GuardSettings settings;
    private final Book first;
    /** Null if no calls are made, as in a recording. */
    private final Actuator.Factory access;
    /** The control object of each key, with its fleet and book. The control objects have no state. */
    private transient Map<String, Sighted> controls;

    private transient Actuator actuator;
    /** The keys whose state was read in this run. */
    private transient Set<String> known;
    /** Number of the newest snapshot, and of the newest complete snapshot. */
    private transient long newest;

    private transient long completed;
    /** Number of the snapshot from which this run started, or 0. */
    private transient long began;

    /** An assessment and the minute in which it arrived. */
    public record Arrived(long minute, Assessment assessment) {}

    private record Sighted(FleetView fleet, Book book, Control control) {}

    /** The figures at the time of the last decision, for each key. */
    private transient Map<String, AccountFigures> figures;

    private transient Map<DecisionType, Counter> decided;
    /** Calls that change a limit or its tag, by result. */
    private transient Map<Call.Result, Counter> called;

    private transient ValueState<ControlState> states;
    private transient ValueState<Long> clock;
    /** Assessments that wait for the next step. */
    private transient ListState<Arrived> buffer;
    /** Daily spend in nano-USD that waits for the next step. The spend of each function arrives separately. */
    private transient MapState<Long, Long> spent;
    /** The highest concurrency without a reservation, by minute, that waits for the next step. */
    private transient MapState<Long, Integer> used;
    /** Tags that the inventory saw, which wait for the next step. A round may see thousands of tags. */
    private transient ListState<Sighting> sightings;

    /** @param access makes the calls; empty for a recording, or if the job may not act */
    public ControlStage(GuardSettings settings, Optional<? extends Actuator.Factory> access) {
        this.settings = settings;
        this.first = settings.first();
        this.access = access.orElse(null);
    }

    @Override
    public void open(RuntimeContext context) {
        controls = new HashMap<>();
        known = new HashSet<>();
        if (access != null) actuator = access.open();
        figures = new ConcurrentHashMap<>();
        measure(context.getMetricGroup());
        states = context.getState(new ValueStateDescriptor<>("control", ControlState.class));
        clock = context.getState(new ValueStateDescriptor<>("clock", Long.class));
        buffer = context.getListState(new ListStateDescriptor<>("arrived", Arrived.class));
        spent = context.getMapState(new MapStateDescriptor<>("spent", Types.LONG, Types.LONG));
        used = context.getMapState(new MapStateDescriptor<>("used", Types.LONG, Types.INT));
        sightings = context.getListState(new ListStateDescriptor<>("sightings", Sighting.class));
    }

    private void measure(MetricGroup metrics) {
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.OPEN, () -> sum(AccountFigures::incidentsOpen));
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.HELD, () -> sum(AccountFigures::throttlesHeld));
        metrics.<Double, Gauge<Double>>gauge(JobMetrics.EXCESS, () -> NanoUsd.usd(sum(AccountFigures::excessHourNano)));
        decided = new EnumMap<>(DecisionType.class);
        for (DecisionType type : DecisionType.values()) {
            decided.put(type, metrics.addGroup("type", type.wire()).counter(JobMetrics.DECISIONS));
        }
        called = new EnumMap<>(Call.Result.class);
        for (Call.Result result : Call.Result.values()) {
            called.put(result, metrics.addGroup("outcome", result.wire()).counter(JobMetrics.LIMIT_CALLS));
        }
    }

    private long sum(ToLongFunction<AccountFigures> figure) {
        return figures.values().stream().mapToLong(figure).sum();
    }

    @Override
    public FleetChange change(ControlInput in) {
        return in.change();
    }

    @Override
    public void element(ControlInput in, StageContext<Decision> context) throws Exception {
        if (in.sighting() != null) sighted(in.sighting(), context);
        else if (in.asked() != null) asked(in.asked(), context);
        else if (in.spent() != null) spent(in.spent());
        else if (in.used() != null) used(in.used());
        else if (in.assessment() != null) arrive(in.assessment(), context);
        else if (access != null) limits(context);
    }

    @Override
    public void restored(long number) {
        began = number;
        newest = number;
        completed = number;
    }

    @Override
    public void snapshot(long number) {
        newest = Math.max(newest, number);
    }

    @Override
    public void complete(long number) {
        completed = Math.max(completed, number);
    }

    @Override
    public void close() {
        if (actuator != null) actuator.close();
    }

    /**
     * Adds a function's spend on a day. Thresholds use the day's spend from the next step, so that the whole state is
     * not rewritten for each function.
     */
    private void spent(DaySpend day) throws Exception {
        SpentDay d = day.spent();
        Long before = spent.get(d.day);
        spent.put(d.day, before == null ? d.nano : before + d.nano);
    }

    private void used(UnreservedUse use) throws Exception {
        Integer before = used.get(use.minute());
        used.put(use.minute(), before == null ? use.most() : Math.max(before, use.most()));
    }

    private void sighted(Sighting seen, StageContext<Decision> context) throws Exception {
        sightings.add(seen);
        callAt(now(context) + 1, FAR_MILLIS, context);
    }

    /** Handles a person's request at once, because it has no data time. */
    private void asked(Request asked, StageContext<Decision> context) throws Exception {
        Step step = new Step(context, now(context));
        step.take(step.control().onRequest(step.state, asked, step.now));
        step.end();
    }

    private void arrive(Assessment a, StageContext<Decision> context) throws Exception {
        long arrival = DataMinute.of(context.timestamp());
        buffer.add(new Arrived(arrival, a));
        context.timers().registerEventTimeTimer(Clock.endOf(arrival));
        if (settings.recording()) {
            context.timers().registerEventTimeTimer(END);
        } else {
            tickAfter(context, now(context), a.early() ? EARLY_TICK_MILLIS : TICK_MILLIS);
        }
    }

    /** A step of control for one key. The step reads and writes the key's whole state once, however much it takes. */
    private final class Step {

        private final StageContext<Decision> context;
        private final long now;
        private final ControlState state;
        private final Sighted sighted;

        Step(StageContext<Decision> context, long now) throws Exception {
            this.context = context;
            this.now = now;
            state = state(context, now);
            sighted = sighted(context, now);
        }

        Control control() {
            return sighted.control;
        }

        void take(ControlOutput output) {
            emit(output);
            wake(output.wakeAt, now, context);
        }

        void emit(ControlOutput output) {
            ControlStage.this.emit(output, state, sighted.book, context);
        }

        AccountFigures end() throws Exception {
            AccountFigures stands = state.figures(now);
            figures.put(context.key(), stands);
            clock.update(now);
            states.update(state);
            return stands;
        }
    }

    private ControlState state(StageContext<Decision> context, long now) throws Exception {
        ControlState before = states.value();
        ControlState state = before == null ? new ControlState() : before;
        for (Map.Entry<Long, Long> day : spent.entries()) state.spent(day.getKey(), day.getValue());
        spent.clear();
        for (Map.Entry<Long, Integer> use : used.entries()) state.limits.unreservedUsed(use.getKey(), use.getValue());
        used.clear();
        Place place = Place.parse(context.key());
        state.place = new Place(place.account(), place.region());
        state.run.snapshot = newest;
        if (known.add(context.key())) state.begins(began, now);
        return state;
    }

    /** Processes the tags that were seen and the answers to calls, and makes the calls that are due. */
    private void limits(StageContext<Decision> context) throws Exception {
        Step step = new Step(context, now(context));
        List<Sighting> seen = new ArrayList<>();
        sightings.get().forEach(seen::add);
        sightings.clear();
        if (!seen.isEmpty()) step.take(step.control().onSightings(step.state, seen, step.now));
        if (access != null) call(step);
        step.end();
    }

    private void call(Step step) {
        ControlState state = step.state;
        long now = step.now;
        AccountCalls calls = actuator.of(state.place.account(), state.place.region());
        AccountCalls.Begun begun = calls.known(now, state.run.attempt);
        if (begun != null) step.take(step.control().onLedger(state, begun.known(), begun.formerOwner(), now));
        for (Call.Answer answer : calls.answers()) {
            if (answer.call().kind() != Call.Kind.READ)
                called.get(answer.result()).inc();
            step.take(step.control().onAnswer(state, answer, now));
        }
        state.run.attempt = Math.max(state.run.attempt, calls.attempt());
        calls.alarms(now, state.alerts.actAlerts).forEach(alarm -> step.context.emit(ACTS, alarm));
        step.take(step.control().onLimits(state, calls.gate(completed, now), AccountCalls.AT_ONCE, now));
        calls.lookDue(now);
        // check again soon, because any decision from before the ledgers are read must be made again
        if (calls.isBeginning()) callAt(now + 1, FAR_MILLIS, step.context);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Decision> context) throws Exception {
        boolean ended = Clock.ended(context.timers().currentWatermark());
        switch (domain) {
            case EVENT_TIME -> {
                if (timestamp == END) end(context);
                else if (!settings.recording()) decide(DataMinute.of(timestamp), now(context), context);
                else if (!ended || waits(DataMinute.of(timestamp))) {
                    decide(DataMinute.of(timestamp), timestamp + 1, context);
                }
            }
            case PROCESSING_TIME -> {
                if (timestamp % CALL_MILLIS == CALL_OFFSET) limits(context);
                else decide(Long.MAX_VALUE, now(context), context);
            }
        }
    }

    private void decide(long arrival, long now, StageContext<Decision> context) throws Exception {
        Step step = new Step(context, now);
        List<Assessment> arrived = take(arrival);
        if (!arrived.isEmpty()) step.emit(step.control().onMinute(step.state, arrived, now));
        step.take(step.control().onTick(step.state, now));
        AccountFigures stands = step.end();
        if (!settings.recording()) context.emit(FIGURES, stands);
    }

    private void end(StageContext<Decision> context) throws Exception {
        ControlState state = states.value();
        if (state == null) return;
        Sighted sighted = sighted(context, clock.value());
        emit(sighted.control.onEndOfInput(state, clock.value()), state, sighted.book, context);
        states.clear();
        clock.clear();
        buffer.clear();
        spent.clear();
    }

    private List<Assessment> take(long through) throws Exception {
        List<Assessment> taken = new ArrayList<>();
        List<Arrived> left = new ArrayList<>();
        for (Arrived a : buffer.get()) {
            if (a.minute() <= through) taken.add(a.assessment());
            else left.add(a);
        }
        if (!taken.isEmpty()) buffer.update(left);
        taken.sort(ORDER);
        return taken;
    }

    private boolean waits(long minute) throws Exception {
        for (Arrived a : buffer.get()) if (a.minute() == minute) return true;
        return false;
    }

    private void wake(long wakeAt, long now, StageContext<Decision> context) {
        if (wakeAt == Long.MAX_VALUE) return;
        if (settings.recording()) {
            long minute = Clock.ceilDiv(Math.max(wakeAt, now + 1), DataMinute.MILLIS);
            if (!Clock.ended(context.timers().currentWatermark())) {
                context.timers().registerEventTimeTimer(Clock.endOf(minute - 1));
            }
        } else {
            tickAfter(context, Math.max(wakeAt, now) - TICK_MILLIS, TICK_MILLIS);
        }
    }

    /**
     * Sets a timer for the first multiple of {@code step} that is at least one step after the time {@code millis}.
     * Equal times share one timer.
     */
    private static void tickAfter(StageContext<Decision> context, long millis, long step) {
        long mark = Clock.ceilDiv(millis + step, step) * step;
        context.timers().registerProcessingTimeTimer(mark);
    }

    private static long now(StageContext<Decision> context) {
        return context.timers().currentProcessingTime();
    }

    /**
     * @param now the safety clock, so that a book that forbids a held limit takes effect even while the feed is
     *            silent
     */
    @SuppressWarnings("ReferenceEquality") // the fleet and the book are replaced as a whole
    private Sighted sighted(StageContext<Decision> context, long now) {
        Scope account = Place.parse(context.key()).scope();
        FleetView fleet = context.fleet().of(account.account(), account.region());
        Sighted before = controls.get(context.key());
        Book book = context.book(first, now);
        if (before != null && before.fleet == fleet && before.book == book) return before;
        Sighted sighted =
                new Sighted(fleet, book, new Control(book.policies().in(account.account()), settings.control(), fleet));
        controls.put(context.key(), sighted);
        return sighted;
    }

    private void emit(ControlOutput output, ControlState state, Book book, StageContext<Decision> context) {
        for (Decision decision : output.decisions) {
            decided.get(decision.type()).inc();
            context.emit(decision.by(book.id()));
            if (ActNotices.is(decision)) tell(TOLD, () -> ActNotices.of(decision), book, context);
        }
        for (IncidentSnapshot e : output.events) {
            IncidentSnapshot priced = priced(e, context);
            context.emit(EVENTS, priced);
            tell(TOLD, () -> AlarmEvents.of(priced), book, context);
        }
        output.standings.forEach(e -> context.emit(STANDINGS, priced(e, context)));
        output.incidents.forEach(i -> context.emit(INCIDENTS, priced(i, context)));
        output.alarms.forEach(a -> context.emit(ALARMS, a));
        for (LimitTrouble t : output.troubles) {
            context.emit(TROUBLES, t);
            tell(ACTS, () -> LimitAlarms.of(t), book, context);
        }
        if (access != null) act(output, state, book, context);
    }

    /**
     * Emits an alert with its receivers. This stage chooses the receivers, because it knows the tags of functions. A
     * recording has no receivers.
     */
    private void tell(
            OutputTag<AlarmEvent> tag, Supplier<AlarmEvent> event, Book book, StageContext<Decision> context) {
        if (settings.recording()) return;
        context.emit(
                tag, book.routes().send(event.get(), name -> context.fleet().tags(context.key() + '|' + name)));
    }

    private void act(ControlOutput output, ControlState state, Book book, StageContext<Decision> context) {
        long now = now(context);
        AccountCalls calls = actuator.of(state.place.account(), state.place.region());
        calls.holds(book.id(), now);
        calls.observed(output.lines, output.answers);
        for (Call call : output.calls) calls.submit(call, state.limits.all.get(call.limit()));
        boolean soon =
                output.callAt <= now || state.limits.all.values().stream().anyMatch(l -> l.calls.callAt > 0);
        if (!soon && output.callAt == Long.MAX_VALUE) return;
        if (soon) callAt(now + 1 - CALL_OFFSET, CALL_MILLIS, context);
        else callAt(Math.max(output.callAt, now + 1), FAR_MILLIS, context);
    }

    private static void callAt(long at, long step, StageContext<Decision> context) {
        context.timers().registerProcessingTimeTimer(Clock.ceilDiv(at, step) * step + CALL_OFFSET);
    }

    /** Notes in an incident whether the price table lacks its region. Lambda@Edge has the same prices everywhere. */
    private IncidentSnapshot priced(IncidentSnapshot i, StageContext<?> context) {
        boolean one = i.scope().kind() == ScopeKind.FUNCTION;
        return i.priced(settings.prices()
                .lacks(i.scope(), one ? context.fleet().facts(i.scope().functionId()) : null));
    }
}

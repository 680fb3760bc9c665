package dev.breakwater.guard.stage;

import dev.breakwater.core.control.AlarmMinute;
import dev.breakwater.core.control.Control;
import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.control.IncidentEvent;
import dev.breakwater.core.control.IncidentRecord;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Scope;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.wire.Keys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Decides for one account and region. What arrives within an arrival minute is set aside and decided in one sorted step
 * when the feed moves on, or after five seconds of wall clock when it does not.
 *
 * <p>The safety clock: in a recording it follows the arrival minute, else it is the processing time, so that a silent
 * feed keeps no throttle alive.
 */
public final class ControlStage extends KeyedProcessFunction<String, Assessment, Decision> {

    public static final OutputTag<IncidentEvent> EVENTS = new OutputTag<>("events") {};
    public static final OutputTag<IncidentRecord> INCIDENTS = new OutputTag<>("incidents") {};
    public static final OutputTag<AlarmMinute> ALARMS = new OutputTag<>("alarms") {};
    public static final OutputTag<Wish> WISHES = new OutputTag<>("wishes") {};

    private static final long TICK_MILLIS = 5_000;
    private static final long END = Long.MAX_VALUE;
    private static final Comparator<Assessment> ORDER =
            Comparator.comparingLong(Assessment::minute).thenComparing(Assessment::scope);

    private final GuardSettings settings;
    /** By key; holds no state. */
    private transient Map<String, Control> controls;

    private transient ValueState<ControlState> states;
    private transient ValueState<Long> clock;
    private transient MapState<Long, List<Assessment>> buffer;

    public ControlStage(GuardSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        controls = new HashMap<>();
        states = getRuntimeContext().getState(new ValueStateDescriptor<>("control", ControlState.class));
        clock = getRuntimeContext().getState(new ValueStateDescriptor<>("clock", Long.class));
        buffer = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "arrived", Types.LONG, Types.LIST(TypeInformation.of(Assessment.class))));
    }

    @Override
    public void processElement(Assessment a, Context context, Collector<Decision> out) throws Exception {
        long arrival = Clock.minuteOf(context.timestamp());
        List<Assessment> arrived = buffer.get(arrival);
        if (arrived == null) arrived = new ArrayList<>();
        arrived.add(a);
        buffer.put(arrival, arrived);
        context.timerService().registerEventTimeTimer(Clock.endOf(arrival));
        if (settings.recording()) {
            context.timerService().registerEventTimeTimer(END);
        } else {
            tickAfter(context, context.timerService().currentProcessingTime());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Decision> out) throws Exception {
        boolean ended = Clock.ended(context.timerService().currentWatermark());
        switch (context.timeDomain()) {
            case EVENT_TIME -> {
                if (timestamp == END) end(context, out);
                else if (!settings.recording()) decide(Clock.minuteOf(timestamp), now(context), context, out);
                else if (!ended || buffer.contains(Clock.minuteOf(timestamp))) {
                    decide(Clock.minuteOf(timestamp), timestamp + 1, context, out);
                }
            }
            case PROCESSING_TIME -> decide(Long.MAX_VALUE, now(context), context, out);
        }
    }

    private void decide(long arrival, long now, OnTimerContext context, Collector<Decision> out) throws Exception {
        ControlState state = states.value();
        if (state == null) state = new ControlState();
        Control control = controls.computeIfAbsent(context.getCurrentKey(), this::newControl);
        List<Assessment> arrived = take(arrival);
        if (!arrived.isEmpty()) emit(control.onMinute(state, arrived, now), context, out);
        ControlOutput tick = control.onTick(state, now);
        emit(tick, context, out);
        wake(tick.wakeAt, now, context);
        clock.update(now);
        states.update(state);
    }

    private void end(OnTimerContext context, Collector<Decision> out) throws Exception {
        ControlState state = states.value();
        if (state == null) return;
        emit(
                controls.computeIfAbsent(context.getCurrentKey(), this::newControl)
                        .onEndOfInput(state, clock.value()),
                context,
                out);
        states.clear();
        clock.clear();
        buffer.clear();
    }

    private List<Assessment> take(long through) throws Exception {
        TreeSet<Long> due = new TreeSet<>();
        for (Long arrival : buffer.keys()) if (arrival <= through) due.add(arrival);
        List<Assessment> taken = new ArrayList<>();
        for (Long arrival : due) {
            taken.addAll(buffer.get(arrival));
            buffer.remove(arrival);
        }
        taken.sort(ORDER);
        return taken;
    }

    private void wake(long wakeAt, long now, OnTimerContext context) {
        if (wakeAt == Long.MAX_VALUE) return;
        if (settings.recording()) {
            long minute = Clock.ceilDiv(Math.max(wakeAt, now + 1), Clock.MINUTE);
            if (!Clock.ended(context.timerService().currentWatermark())) {
                context.timerService().registerEventTimeTimer(Clock.endOf(minute - 1));
            }
        } else {
            tickAfter(context, Math.max(wakeAt, now) - TICK_MILLIS);
        }
    }

    /** The first five-second mark at least five seconds after the given instant: equal marks join into one timer. */
    private static void tickAfter(KeyedProcessFunction<String, Assessment, Decision>.Context context, long millis) {
        long mark = Clock.ceilDiv(millis + TICK_MILLIS, TICK_MILLIS) * TICK_MILLIS;
        context.timerService().registerProcessingTimeTimer(mark);
    }

    private static long now(KeyedProcessFunction<String, Assessment, Decision>.Context context) {
        return context.timerService().currentProcessingTime();
    }

    private Control newControl(String accountKey) {
        Scope account = Keys.accountOf(accountKey);
        FleetView fleet = FleetView.of(
                account.account(), account.region(), settings.fleet().values());
        return new Control(settings.book(), settings.control(), fleet);
    }

    private static void emit(
            ControlOutput output,
            KeyedProcessFunction<String, Assessment, Decision>.Context context,
            Collector<Decision> out) {
        output.decisions.forEach(out::collect);
        output.events.forEach(e -> context.output(EVENTS, e));
        output.incidents.forEach(i -> context.output(INCIDENTS, i));
        output.alarms.forEach(a -> context.output(ALARMS, a));
        output.wishes.forEach(w -> context.output(WISHES, w));
    }
}

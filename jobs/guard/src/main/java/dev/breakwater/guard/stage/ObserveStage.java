package dev.breakwater.guard.stage;

import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.observe.MinuteJoin;
import dev.breakwater.engine.observe.MinuteWindow;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.FlatSerializer;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.kind.Pricing.Doubt;
import dev.breakwater.model.kind.ResourceKind;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a function's samples into clean, priced minutes. */
public final class ObserveStage implements Serializable {

    /** Name of the accumulator that counts functions. */
    public static final String FUNCTIONS = "functions";

    /** Name of the accumulator that counts minutes with doubted platform reports. */
    public static final String DOUBTED = "minutesOfDoubtedReports";

    /** Takes the minutes, in order. */
    @FunctionalInterface
    public interface Minutes {
        void take(Observation minute) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ObserveStage.class);

    private final PriceTable prices;
    private final boolean live;
    private final int late;
    private transient ValueState<MinuteWindow> window;
    private transient LongCounter functions;
    private transient LongCounter doubted;

    public ObserveStage(GuardSettings settings) {
        this.prices = settings.prices();
        this.live = !settings.recording();
        this.late = settings.state().lateMinutes();
    }

    public void open(RuntimeContext context) {
        functions = context.getLongCounter(FUNCTIONS);
        doubted = context.getLongCounter(DOUBTED);
        window = context.getState(new ValueStateDescriptor<>("window", new FlatSerializer<>(MinuteWindow.class)));
    }

    public void element(Samples samples, StageContext<?> context, Minutes minutes) throws Exception {
        MinuteWindow w = window.value();
        if (w == null) {
            w = new MinuteWindow();
            functions.add(1);
            context.timers().registerEventTimeTimer(Clock.forgetAt(samples.arrivalMinute(), context.key()));
        }
        w.hold(late);
        MinuteJoin join = join(w, samples.function(), context);
        for (Sample s : samples.all()) emit(join, join.take(s), context, minutes);
        if (live && samples.all().stream().anyMatch(s -> s.metric().isReported())) {
            for (Observation o : join.early(samples.function(), samples.arrivalMinute())) minutes.take(o);
        }
        long waited = Long.MIN_VALUE;
        for (Sample s : samples.all()) {
            if (s.minute() == waited || !w.waits(s.minute())) continue;
            waited = s.minute();
            context.timers().registerEventTimeTimer(Clock.endOf(waited + MinuteJoin.PATIENCE - 1));
        }
        window.update(w);
    }

    public void timer(long timestamp, StageContext<?> context, Minutes minutes) throws Exception {
        MinuteWindow w = window.value();
        if (w == null) return;
        if (Clock.isForget(timestamp)) {
            if (Clock.ended(context.timers().currentWatermark())) return;
            long due = Clock.forgetAt(w.lastArrival, context.key());
            if (timestamp >= due) window.clear();
            else context.timers().registerEventTimeTimer(due);
            return;
        }
        long minute = DataMinute.of(timestamp) + 1 - MinuteJoin.PATIENCE;
        if (!w.waits(minute)) return;
        FunctionKey function = FunctionKey.parse(context.key());
        MinuteJoin join = join(w, function, context);
        emit(join, join.due(minute, function), context, minutes);
        window.update(w);
    }

    /** Emits minutes. Also counts minutes with doubted reports, and logs them once an hour for each function. */
    private void emit(MinuteJoin join, List<Observation> joined, StageContext<?> context, Minutes minutes)
            throws Exception {
        for (Observation o : joined) {
            minutes.take(o);
            doubt(join, o, context);
        }
    }

    private void doubt(MinuteJoin join, Observation o, StageContext<?> context) {
        Doubt doubt = join.doubt(o);
        if (doubt == Doubt.NONE) return;
        doubted.add(1);
        long hour = Math.floorDiv(o.arrivalMinute(), 60);
        if (hour <= join.w().doubtToldHour) return;
        join.w().doubtToldHour = hour;
        LOG.warn(
                "Platform reports of {} contradict its metrics, so its minutes are priced from the metrics alone: {}",
                context.key(),
                doubt.words());
    }

    private MinuteJoin join(MinuteWindow w, FunctionKey function, StageContext<?> context) {
        return new MinuteJoin(
                w,
                ResourceKind.of(function.name()),
                () -> prices.pricing(function.scope(), context.fleet().facts(function.id())));
    }
}

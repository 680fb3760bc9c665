package dev.breakwater.guard.stage;

import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Sample;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.observe.MinuteJoin;
import dev.breakwater.core.observe.MinuteWindow;
import dev.breakwater.core.observe.Pricing;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.wire.Keys;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Joins a function's samples into clean, priced minutes. */
public final class ObserveStage extends KeyedProcessFunction<String, Sample, Observation> {

    /** Name of the accumulator that counts functions seen. */
    public static final String FUNCTIONS = "functions";

    private final PriceTable prices;
    private final Map<String, FunctionFacts> fleet;
    private transient ValueState<MinuteWindow> window;
    private transient LongCounter functions;

    public ObserveStage(GuardSettings settings) {
        this.prices = settings.prices();
        this.fleet = settings.fleet();
    }

    @Override
    public void open(OpenContext context) {
        functions = getRuntimeContext().getLongCounter(FUNCTIONS);
        window = getRuntimeContext().getState(new ValueStateDescriptor<>("window", MinuteWindow.class));
    }

    @Override
    public void processElement(Sample s, Context context, Collector<Observation> out) throws Exception {
        MinuteWindow w = window.value();
        if (w == null) {
            w = new MinuteWindow();
            functions.add(1);
        }
        long dayBefore = Clock.dayOf(w.lastArrival);
        Optional<Observation> minute = MinuteJoin.take(w, s, pricing(context.getCurrentKey(), s.region()));
        minute.ifPresent(out::collect);
        if (minute.isEmpty() && MinuteJoin.waits(w, s.minute())) {
            context.timerService().registerEventTimeTimer(Clock.endOf(s.minute() + MinuteJoin.PATIENCE - 1));
        }
        if (Clock.dayOf(s.arrivalMinute()) != dayBefore) {
            context.timerService().registerEventTimeTimer(Clock.forgetAt(s.arrivalMinute()));
        }
        window.update(w);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Observation> out) throws Exception {
        MinuteWindow w = window.value();
        if (w == null) return;
        if (timestamp == Clock.forgetAt(w.lastArrival)
                && !Clock.ended(context.timerService().currentWatermark())) {
            window.clear();
            return;
        }
        long minute = Clock.minuteOf(timestamp) + 1 - MinuteJoin.PATIENCE;
        Scope function = Keys.functionOf(context.getCurrentKey());
        Pricing pricing = pricing(context.getCurrentKey(), function.region());
        MinuteJoin.due(w, minute, function, pricing).ifPresent(out::collect);
        window.update(w);
    }

    private Pricing pricing(String key, String region) {
        FunctionFacts facts = fleet.get(key);
        int memoryMb = facts == null ? prices.assumedMemoryMb() : facts.memoryMb();
        String architecture = facts == null ? "x86_64" : facts.architecture();
        return Pricing.of(prices.nanoPerRequest(region), prices.nanoPerGbSecond(region, architecture), memoryMb);
    }
}

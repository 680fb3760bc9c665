package dev.breakwater.guard.stage.clock;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/** The same as {@link Clocked} with a second keyed input. */
public final class ClockedPair<I, J, O> extends KeyedCoProcessOperator<String, I, J, O> {

    private static final long serialVersionUID = 1L;

    private final KeyClock clockOf;
    private transient ClockedTimers timers;

    public ClockedPair(KeyedCoProcessFunction<String, I, J, O> function, KeyClock clockOf) {
        super(function);
        this.clockOf = clockOf;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, N> InternalTimerService<N> getInternalTimerService(
            String name, TypeSerializer<N> namespace, Triggerable<K, N> stage) {
        timers = new ClockedTimers(super.getInternalTimerService(name, namespace, stage), stage, this, clockOf);
        return (InternalTimerService<N>) timers;
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        timers.take(mark);
        output.emitWatermark(mark);
    }

    /** The second input has no samples and holds up no clock. */
    @Override
    public void processWatermark2(Watermark mark) {}
}

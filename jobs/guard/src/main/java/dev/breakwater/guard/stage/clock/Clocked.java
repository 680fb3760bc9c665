package dev.breakwater.guard.stage.clock;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Runs a keyed function whose timers follow the clocks of accounts and regions. The key decides which clock applies.
 */
public final class Clocked<I, O> extends KeyedProcessOperator<String, I, O> {

    private static final long serialVersionUID = 1L;

    private final KeyClock clockOf;
    private transient ClockedTimers timers;

    public Clocked(KeyedProcessFunction<String, I, O> function, KeyClock clockOf) {
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
    public void processWatermark(Watermark mark) throws Exception {
        timers.take(mark);
        output.emitWatermark(mark);
    }
}

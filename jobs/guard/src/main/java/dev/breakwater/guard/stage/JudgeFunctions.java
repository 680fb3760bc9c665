package dev.breakwater.guard.stage;

import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.Assessment;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;

/**
 * Processes one function's samples. {@link ObserveStage} joins samples into minutes, and {@link AssessFunctions} judges
 * each complete minute. The two classes get all timers of the function, and ignore each other's timers.
 */
public final class JudgeFunctions implements KeyedStage<Samples, Assessment> {

    private final ObserveStage observe;
    private final AssessFunctions assess;

    public JudgeFunctions(GuardSettings settings) {
        observe = new ObserveStage(settings);
        assess = new AssessFunctions(settings);
    }

    @Override
    public void open(RuntimeContext context) {
        observe.open(context);
        assess.open(context);
    }

    @Override
    public FleetChange change(Samples samples) {
        return samples.change();
    }

    @Override
    public void element(Samples samples, StageContext<Assessment> context) throws Exception {
        observe.element(samples, context, minute -> assess.element(minute, context));
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Assessment> context) throws Exception {
        observe.timer(timestamp, context, minute -> assess.element(minute, context));
        assess.timer(timestamp, domain, context);
    }
}

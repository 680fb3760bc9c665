package dev.breakwater.guard.stage;

import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.Observation;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.TimeDomain;

/** Emits the minutes of {@link ObserveStage}, which the job judges at once. */
public final class Observing implements KeyedStage<Samples, Observation> {

    private final ObserveStage observe;

    public Observing(GuardSettings settings) {
        observe = new ObserveStage(settings);
    }

    @Override
    public void open(RuntimeContext context) {
        observe.open(context);
    }

    @Override
    public FleetChange change(Samples samples) {
        return samples.change();
    }

    @Override
    public void element(Samples samples, StageContext<Observation> context) throws Exception {
        observe.element(samples, context, context::emit);
    }

    @Override
    public void timer(long timestamp, TimeDomain domain, StageContext<Observation> context) throws Exception {
        observe.timer(timestamp, context, context::emit);
    }
}

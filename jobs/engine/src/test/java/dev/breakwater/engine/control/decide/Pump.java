package dev.breakwater.engine.control.decide;

import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.Pricing;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A made-up kind of resource on which only the limit of a queue works. */
public final class Pump extends ResourceKind {

    public Pump() {
        super("pump", "Pumps", "Pump", Map.of(MetricRole.CALLS, "Strokes"));
    }

    @Override
    public Pricing pricing(PriceList prices, Scope pump, @Nullable FunctionFacts facts, double addOnNano) {
        return (strokes, milliseconds) -> strokes;
    }

    @Override
    public String arn(Scope pump) {
        return pump.key();
    }

    @Override
    public LeverKind lever() {
        return LeverKind.QUEUE;
    }
}

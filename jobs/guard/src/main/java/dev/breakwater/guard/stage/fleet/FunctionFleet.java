package dev.breakwater.guard.stage.fleet;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.stage.fleet.Fleet.KeyedFleet;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.function.FunctionFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The inventory's facts about the current key's function, from the key's state. Facts about other functions are not
 * available.
 */
final class FunctionFleet implements KeyedFleet {

    private final ValueState<FleetChange> known;
    /** Returns the newest limit of an account and region, or null. Every instance knows all limits. */
    private final Function<String, FleetChange> limits;

    /** The last key and its facts, which are kept because one element needs them several times. */
    private String key;

    private FunctionFacts facts;

    FunctionFleet(RuntimeContext context, Function<String, FleetChange> limits) {
        known = context.getState(new ValueStateDescriptor<>("facts", TypeInformation.of(FleetChange.class)));
        this.limits = limits;
    }

    @Override
    public void take(FleetChange change) throws IOException {
        key = null;
        FleetChange before = known.value();
        if (change.kind() == FleetChange.Kind.GONE) known.clear();
        else {
            FleetChange whole = change.onto(before == null ? null : before.facts());
            if (whole != null) known.update(whole);
        }
    }

    @Override
    public FunctionFacts facts(String function) {
        if (function.equals(key)) return facts;
        try {
            FleetChange now = known.value();
            facts = now == null ? null : now.facts();
        } catch (IOException e) {
            throw new UncheckedIOException("the facts about " + function + " cannot be read", e);
        }
        key = function;
        return facts;
    }

    /** Returns the account's limit without any functions, because facts about other functions are not available. */
    @Override
    public FleetView of(String account, String region) {
        FleetChange limit = limits.apply(account + '|' + region);
        return limit == null
                ? new FleetView(Map.of(), Set.of(), -1, 0)
                : new FleetView(Map.of(), Set.of(), limit.concurrency(), limit.reserved());
    }

    @Override
    public void forget() throws IOException {
        FleetChange now = known.value();
        if (now == null || now.kind() != FleetChange.Kind.FIRST) return;
        known.clear();
        key = null;
    }
}

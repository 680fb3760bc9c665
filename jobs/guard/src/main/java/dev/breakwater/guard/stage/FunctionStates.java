package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.DaySpendState;
import dev.breakwater.core.detect.ScopeState;
import dev.breakwater.core.detect.Share;
import dev.breakwater.guard.wire.FlatSerializer;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** The state of each function; the three parts that 0.1.0 stored become one with the function's next minute. */
final class FunctionStates {

    private final ValueState<FunctionState> states;
    private final ValueState<ScopeState> scopes;
    private final ValueState<Share> shares;
    private final ValueState<DaySpendState> spends;

    FunctionStates(RuntimeContext context) {
        states = context.getState(new ValueStateDescriptor<>("function", new FlatSerializer<>(FunctionState.class)));
        scopes = context.getState(new ValueStateDescriptor<>("scope", new FlatSerializer<>(ScopeState.class)));
        shares = context.getState(new ValueStateDescriptor<>("share", new FlatSerializer<>(Share.class)));
        spends = context.getState(new ValueStateDescriptor<>("day-spend", DaySpendState.class));
    }

    /** The state of the current function; null if it is unknown. */
    FunctionState get() throws IOException {
        FunctionState known = states.value();
        return known != null ? known : ofParts();
    }

    private FunctionState ofParts() throws IOException {
        ScopeState scope = scopes.value();
        if (scope == null) return null;
        FunctionState whole = new FunctionState();
        whole.scope = scope;
        Share share = shares.value();
        if (share != null) whole.share = share;
        DaySpendState spend = spends.value();
        if (spend != null) whole.spend = spend;
        states.update(whole);
        scopes.clear();
        shares.clear();
        spends.clear();
        return whole;
    }

    void put(FunctionState state) throws IOException {
        states.update(state);
    }

    void forget() {
        states.clear();
    }
}

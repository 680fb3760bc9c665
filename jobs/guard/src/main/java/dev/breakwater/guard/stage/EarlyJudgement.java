package dev.breakwater.guard.stage;

import dev.breakwater.engine.detect.EarlyMinutes;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.FlatSerializer;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** Judges minutes that are known only from platform reports, on a copy of the function's state. */
final class EarlyJudgement {

    private final ValueState<EarlyMinutes> states;
    private final FlatSerializer<ScopeState> copier = new FlatSerializer<>(ScopeState.class);

    EarlyJudgement(RuntimeContext context) {
        states = context.getState(new ValueStateDescriptor<>("early", new FlatSerializer<>(EarlyMinutes.class)));
    }

    /** @param known state of the function; null if only platform reports name the function */
    void judge(
            Observation o,
            ScopeState known,
            Function<ScopeState, ScopeView> view,
            Gates gates,
            StageContext<Assessment> context)
            throws Exception {
        EarlyMinutes early = states.value();
        if (early == null) {
            early = new EarlyMinutes();
            if (known == null) context.timers().registerEventTimeTimer(Clock.forgetAt(o.minute(), context.key()));
        }
        early.take(o);
        ScopeState s = known == null ? new ScopeState() : known;
        if (early.mayTell(s, o, gates)) {
            Optional<Assessment> found = early.judge(view.apply(copier.copy(s)), o.scope(), o, gates);
            if (found.isPresent()) {
                early.told(found.get());
                context.emit(found.get());
                context.timers().registerEventTimeTimer(Clock.endOf(early.told + EarlyMinutes.CONFIRM));
            }
        }
        states.update(early);
    }

    /**
     * Ends early incidents that complete minutes do not confirm. Forgets a function that only platform reports name.
     */
    void timer(
            long timestamp,
            Scope scope,
            ScopeState known,
            Function<ScopeState, ScopeView> view,
            StageContext<Assessment> context)
            throws Exception {
        EarlyMinutes early = states.value();
        if (early == null) return;
        if (early.mustBeConfirmed(DataMinute.of(timestamp))) {
            early.confirm(view.apply(known == null ? new ScopeState() : known), scope)
                    .ifPresent(context::emit);
            states.update(early);
        }
        if (known != null || !Clock.isForget(timestamp)) return;
        long due = Clock.forgetAt(early.newest, context.key());
        if (timestamp >= due) forget();
        else context.timers().registerEventTimeTimer(due);
    }

    void forget() {
        states.clear();
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** What people have accepted as the new normal: recorded as a warning, neither paged nor throttled, until its end. */
final class Accepted {
    /** Nobody accepts so many by hand; of more, those that end first are let go. */
    static final int MOST = 1_000;

    private final Step step;

    Accepted(Step step) {
        this.step = step;
    }

    boolean is(Scope scope) {
        return step.now < entries(step.state).getOrDefault(scope.id(), 0L);
    }

    /** The assessment as a warning at most where people have accepted it. */
    Assessment quiet(Assessment a) {
        if (a.level() != Level.PAGE || !is(a.scope())) return a;
        return a.lowered(Level.WARN, a.excessHourNano(), a.excessNano());
    }

    /** The newest word on a scope counts. One that is over, or known, says nothing new. */
    boolean isNews(Request said) {
        return said.until() > step.now
                && entries(step.state).getOrDefault(said.scope().id(), 0L) != said.until();
    }

    void take(Request said) {
        Map<String, Long> accepted = entries(step.state);
        String scope = said.scope().id();
        accepted.put(scope, said.until());
        bound(accepted);
        IncidentState open = step.state.open.get(scope);
        step.decide(
                DecisionType.ACCEPT,
                Reason.ACCEPTED,
                open == null ? Subject.of(said.scope(), said.incident()) : Subject.of(open),
                -1,
                Subject.Limit.until(said.until()),
                said.by().isEmpty() ? "" : said.words());
        if (open != null) quieten(open);
        release(said.scope());
    }

    private void quieten(IncidentState open) {
        if (open.triggered) step.tell(EventType.RESOLVE, open, Reason.ACCEPTED);
        open.triggered = false;
        open.inFleetPage = false;
    }

    /** What a budget holds is the budget's matter. */
    private void release(Scope scope) {
        Lease lease = scope.kind() == ScopeKind.FUNCTION ? step.lease(scope.key()) : null;
        if (lease != null && !lease.isOrdered()) lease.release(Reason.ACCEPTED);
    }

    private static void bound(Map<String, Long> accepted) {
        while (accepted.size() > MOST) {
            accepted.entrySet().stream()
                    .min(Map.Entry.<String, Long>comparingByValue()
                            .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                    .ifPresent(first -> accepted.remove(first.getKey()));
        }
    }

    void forget() {
        entries(step.state).values().removeIf(until -> step.now >= until);
    }

    /** A state of an earlier version has none. */
    private static Map<String, Long> entries(ControlState state) {
        if (state.accepted == null) state.accepted = new HashMap<>();
        return state.accepted;
    }
}

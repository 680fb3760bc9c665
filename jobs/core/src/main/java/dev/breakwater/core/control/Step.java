package dev.breakwater.core.control;

import dev.breakwater.core.model.Projection;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One step of control while it is made: the state it changes and the output it fills. */
final class Step {
    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    private static final double NANO = 1e9;

    final Terms terms;
    final ControlState state;
    final long now;
    final ControlOutput out = new ControlOutput();

    Step(Terms terms, ControlState state, long now) {
        this.terms = terms;
        this.state = state;
        this.now = now;
    }

    /** Keys in order: a restored map has lost it. */
    static List<String> keys(Map<String, ?> map) {
        return new ArrayList<>(new TreeSet<>(map.keySet()));
    }

    /** The incident of a lease, open or ended, or the budget's order that it is for; or null. */
    IncidentState incident(LeaseState lease) {
        IncidentState order = state.ordered.get(Orders.key(lease.incident, lease.function));
        if (order != null) return order;
        IncidentState ended = state.ended.get(lease.incident);
        if (ended != null) return ended;
        String scope =
                Scope.function(state.account, state.region, lease.function).id();
        IncidentState open = state.open.get(scope);
        return open != null && open.id.equals(lease.incident) ? open : null;
    }

    /** Writes a decision; the lease may be null, the minute -1 when only the clock led to it. */
    void decide(DecisionType type, Reason reason, IncidentState incident, long minute, LeaseState lease) {
        boolean limits = lease != null && type != DecisionType.RELEASE && type != DecisionType.OVERRIDE;
        out.decisions.add(new Decision(
                now,
                minute,
                incident.scope(),
                state.sequence++,
                type,
                reason,
                incident.id,
                terms.policyFor(incident).name(),
                limits ? lease.current : -1,
                lease == null ? -1 : lease.previous,
                lease == null ? -1 : lease.maxUntil,
                incident.excessHourNano / NANO,
                lease == null ? Lever.RESERVATION : lease.lever(),
                type == DecisionType.OPEN || type == DecisionType.PAGE ? incident.found : Finding.NONE));
    }

    /** Writes down a human's hand on a function that we do not hold. */
    void decideOverride(String function) {
        IncidentState none = new IncidentState();
        none.account = state.account;
        none.region = state.region;
        none.key = function;
        decide(DecisionType.OVERRIDE, Reason.OVERRIDDEN, none, -1, null);
    }

    /** Tells the pager of an incident. */
    void tell(IncidentEvent.EventType type, IncidentState incident, Reason reason) {
        tell(type, incident, reason, "breakwater/" + incident.id);
    }

    void tell(IncidentEvent.EventType type, IncidentState incident, Reason reason, String dedupKey) {
        out.events.add(event(type, incident, reason, dedupKey));
    }

    /** Says how an incident stands, to whoever reads and not to the pager. */
    void stand(IncidentEvent.EventType type, IncidentState incident, Reason reason) {
        out.standings.add(event(type, incident, reason, "breakwater/" + incident.id));
    }

    private IncidentEvent event(IncidentEvent.EventType type, IncidentState incident, Reason reason, String dedupKey) {
        LeaseState lease = incident.scopeKind == ScopeKind.FUNCTION ? state.leases.get(incident.key) : null;
        return new IncidentEvent(
                type,
                incident.id,
                dedupKey,
                incident.scope(),
                incident.kind,
                incident.severity,
                reason,
                incident.lastMinute,
                incident.onset,
                incident.found,
                projection(incident),
                incident.excessNano / NANO,
                incident.excessHourNano / NANO,
                incident.avertedNano / NANO,
                incident.growthPerMinute,
                lease == null ? -1 : lease.current,
                lease == null ? Lever.RESERVATION : lease.lever(),
                Refused.calls(incident));
    }

    private static Projection projection(IncidentState i) {
        return Projection.of(i.lastMinute, i.onset, i.excessNano, i.excessHourNano);
    }

    /** Tells the pager something new about an incident that it already knows. */
    void update(IncidentState incident, Reason reason) {
        if (incident.triggered) tell(IncidentEvent.EventType.UPDATE, incident, reason);
    }
}

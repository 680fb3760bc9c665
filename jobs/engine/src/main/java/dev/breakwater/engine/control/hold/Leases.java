package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.Radius;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.Reason;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leases of this account and region. A function has at most one lease. */
public record Leases(Step step, Radius radius, Headroom headroom, Alerts alerts, Incidents incidents) {
    /** The lease on a function, or null. */
    public @Nullable Lease of(String function) {
        LeaseState lease = step.state.limits.leases.get(function);
        return lease == null ? null : lease(lease);
    }

    /** All leases, by function. */
    public List<Lease> all() {
        return Step.values(step.state.limits.leases).stream().map(this::lease).toList();
    }

    private Lease lease(LeaseState state) {
        return new Lease(step, headroom, alerts, incidents, state);
    }

    /** Starts a lease with its first limit. The words say what the limit averts and refuses. */
    void begin(LeaseState candidate, long minute, Reason reason, String words) {
        step.state.limits.leases.put(candidate.function, candidate);
        step.incident(candidate).begins(words);
        LimitState limit = new LimitState();
        limit.function = candidate.function;
        limit.lever = candidate.lever;
        limit.intent.incident = candidate.incident;
        limit.intent.lease = name();
        step.state.limits.throttledAt.put(limit.intent.lease, step.now);
        limit.intent.until = candidate.times.maxUntil;
        limit.intent.notAfter =
                Math.min(step.now + step.terms.settings().freshFor().toMillis(), candidate.times.maxUntil);
        LimitState before = step.state.limits.all.put(limit.key(), limit);
        if (before != null) limit.follows(before, step.now);
        lease(candidate).ask(candidate.current, DecisionType.THROTTLE, reason, minute, words);
    }

    /** Creates a lease's name. Later leases have greater names, even after a loss of state. */
    private String name() {
        step.state.run.leaseCount = Math.max(step.state.run.leaseCount + 1, step.now / 1000);
        return Long.toString(step.state.run.leaseCount, 36);
    }

    /** Records that an adopted limit was observed at AWS. The limit is held until the end of its lease. */
    void adopted(LimitState limit, IncidentState incident) {
        LeaseState lease = new LeaseState();
        lease.function = limit.function;
        lease.incident = incident.id;
        lease.lever = limit.lever;
        lease.limit = limit.intent.wanted;
        lease.current = limit.intent.wanted;
        lease.before = limit.intent.wanted;
        lease.previous = limit.intent.found;
        lease.times.since = step.now;
        lease.times.changedAt = step.now;
        lease.times.evidenceAt = step.now;
        lease.asking = DecisionType.THROTTLE.wire();
        lease.reason = Reason.ADOPTED.wire();
        lease.times.maxUntil = limit.intent.until;
        lease.times.holdUntil = limit.intent.until;
        lease.adopted = true;
        step.state.limits.leases.put(lease.function, lease);
        step.decide(DecisionType.HELD, Reason.ADOPTED, Subject.of(incident), -1, lease.limits(), "");
        giveWay();
    }

    /** If there are more limits than allowed, withdraws the newest request whose limit was not observed yet. */
    private void giveWay() {
        if (radius.places().size() <= radius.allowedAtOnce()) return;
        all().stream()
                .filter(lease -> !lease.isHeld())
                .max(Comparator.comparingLong(lease -> lease.state().times.since))
                .ifPresent(lease -> lease.release(Reason.RADIUS_AT_ONCE));
    }

    /**
     * Releases one budget throttle to make room for a surge's throttle. The released function must not surge itself.
     * Until that release is observed, no other throttle is released.
     */
    void makeRoom() {
        String givenUp = Reason.RADIUS_AT_ONCE.wire();
        if (step.limits().stream()
                .anyMatch(l -> l.life == Life.RETURNING && l.takesPlace() && l.intent.reason.equals(givenUp))) return;
        for (Lease lease : all()) {
            if (!lease.isOrdered() || surges(lease.state().function)) continue;
            lease.release(Reason.RADIUS_AT_ONCE);
            return;
        }
    }

    private boolean surges(String function) {
        IncidentState open =
                step.state.incidents.open.get(step.function(function).id());
        return open != null && open.notices.pagedAt >= 0;
    }
}

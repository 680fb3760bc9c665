package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.function.Lever;

/** A possible throttle that was not checked yet, with its kind of limit and its limit. */
record Candidate(Assessment assessment, Claim claim, LeaseState lease) {

    /** The candidate for a surge. The limit is lowered to the free concurrency, but not below the usual peak. */
    static Candidate of(Step step, Headroom headroom, Claim claim, Assessment a) {
        IncidentState incident = claim.incident();
        Policy policy = step.terms.policyFor(incident);
        ThrottleRule rule = claim.rule(policy, a);
        double peak = claim.peak(a);
        Lever lever =
                incident.throttle.slipped ? Lever.RESERVATION : lever(step, headroom, incident.scope.key(), rule, peak);
        LeaseState lease = new LeaseState();
        lease.function = incident.scope.key();
        lease.incident = incident.id;
        lease.lever = lever;
        lease.previous = headroom.found(incident.scope.key(), lever);
        limit(lease, rule.limit(lever.kind(), peak, lease.previous));
        if (!claim.isOrdered() && lease.takesFromPool()) {
            limit(lease, rule.within(headroom.room(), lease.limit, peak));
        }
        begin(lease, step.now, rule);
        lease.effect.refusedBefore = a.readings().refused();
        return new Candidate(a, claim, lease);
    }

    /**
     * Chooses the kind of limit. Metrics show later whether the function has other callers (see {@link
     * Throttles#slips}).
     */
    private static Lever lever(Step step, Headroom headroom, String function, ThrottleRule rule, double peak) {
        Lever lever = rule.lever(step.terms.fleet().triggers(function).all());
        boolean fits = lever.isReservation()
                || lever.kind().pauses()
                // a queue whose limit is already that low does not feed the surge
                || lever.kind().binds(rule.wish(lever.kind(), peak), headroom.found(function, lever));
        return fits ? lever : Lever.RESERVATION;
    }

    private static void begin(LeaseState lease, long now, ThrottleRule rule) {
        lease.times.since = now;
        lease.times.changedAt = now;
        lease.times.evidenceAt = now;
        lease.times.maxUntil = now + rule.maxHold().toMillis();
        lease.times.holdUntil = Math.min(now + rule.hold().toMillis(), lease.times.maxUntil);
    }

    private static void limit(LeaseState lease, int limit) {
        lease.limit = limit;
        lease.current = limit;
        lease.before = limit;
    }

    String function() {
        return lease.function;
    }
}

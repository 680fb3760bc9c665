package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.ThrottleRule;

/** The throttle that would be set, by which lever and how low, before anybody asks whether it may. */
final class Candidates {

    private Candidates() {}

    /** Of a surge lower than wished for where only the usual peak still fits. */
    static LeaseState of(Step step, Claim claim, Assessment a) {
        IncidentState incident = claim.incident();
        Policy policy = step.terms.policyFor(incident);
        ThrottleRule rule = claim.rule(policy, a);
        double peak = claim.peak(a);
        Lever lever = incident.slipped ? Lever.RESERVATION : LeverChoice.of(step, incident.key, rule, peak);
        LeaseState lease = new LeaseState();
        lease.function = incident.key;
        lease.incident = incident.id;
        lease.policy = policy.name();
        lease.leverKind = lever.kind();
        lease.mapping = lever.mapping();
        lease.previous = Headroom.found(step, incident.key, lever);
        limit(lease, LimitRule.limit(lever.kind(), rule, peak, lease.previous));
        if (claim instanceof Claim.Surge && lever.isReservation() && lease.previous < 0) {
            limit(lease, LimitRule.within(Headroom.room(step), lease.limit, rule, peak));
        }
        begin(lease, step.now, rule);
        lease.costBefore = a.costNano();
        lease.demandBefore = a.observed().demandPerMinute();
        return lease;
    }

    private static void begin(LeaseState lease, long now, ThrottleRule rule) {
        lease.since = now;
        lease.changedAt = now;
        lease.evidenceAt = now;
        lease.maxUntil = now + rule.maxHold().toMillis();
        lease.holdUntil = Math.min(now + rule.hold().toMillis(), lease.maxUntil);
    }

    private static void limit(LeaseState lease, int limit) {
        lease.limit = limit;
        lease.current = limit;
        lease.before = limit;
    }
}

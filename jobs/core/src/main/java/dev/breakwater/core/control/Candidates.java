package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverRule;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.ThrottleRule;

/** The throttle that would be set, by which lever and how low, before anybody asks whether it may. */
final class Candidates {

    private Candidates() {}

    /** Of a surge: lower than wished for where only the usual peak still fits; no stop where a window plans traffic. */
    static LeaseState ofSurge(Step step, IncidentState incident, Assessment a) {
        Policy policy = step.terms.policyFor(incident);
        ThrottleRule rule = a.planned().present() ? withoutStop(policy) : policy.throttle();
        LeaseState lease = of(step, incident, a, policy, rule, a.plannedPeak());
        if (lease.lever().isReservation() && lease.previous < 0) {
            limit(lease, LimitRule.within(Headroom.room(step), lease.limit, rule, a.plannedPeak()));
        }
        return lease;
    }

    /** Of a budget's order: never a stop, and never below head-room x the usual peak, as often as a window plans it. */
    static LeaseState ofOrder(Step step, IncidentState order, Assessment a) {
        Policy policy = step.terms.policyFor(order);
        return of(step, order, a, policy, withoutStop(policy), order.plannedPeak());
    }

    private static ThrottleRule withoutStop(Policy policy) {
        ThrottleRule rule = policy.throttle();
        return rule.lever() == LeverRule.PAUSE ? rule.by(LeverRule.AUTO) : rule;
    }

    private static LeaseState of(
            Step step, IncidentState incident, Assessment a, Policy policy, ThrottleRule rule, double peak) {
        Lever lever = incident.slipped ? Lever.RESERVATION : LeverChoice.of(step, incident.key, rule, peak);
        LeaseState lease = new LeaseState();
        lease.function = incident.key;
        lease.incident = incident.id;
        lease.policy = policy.name();
        lease.leverKind = lever.kind();
        lease.mapping = lever.mapping();
        lease.previous = Headroom.found(step, incident.key, lever);
        limit(lease, LimitRule.limit(lever.kind(), rule, peak, lease.previous));
        lease.since = step.now;
        lease.changedAt = step.now;
        lease.evidenceAt = step.now;
        lease.maxUntil = step.now + rule.maxHold().toMillis();
        lease.holdUntil = Math.min(step.now + rule.hold().toMillis(), lease.maxUntil);
        lease.costBefore = a.costNano();
        lease.demandBefore = a.observed().demandPerMinute();
        return lease;
    }

    private static void limit(LeaseState lease, int limit) {
        lease.limit = limit;
        lease.current = limit;
        lease.before = limit;
    }
}

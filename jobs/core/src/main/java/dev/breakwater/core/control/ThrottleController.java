package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.ThrottleRule;
import java.util.Optional;

/**
 * Admits and sets throttles, holds them while the evidence lasts. It is set above the policy's throttle line and held
 * down to the warn line: that gap is the hysteresis.
 */
final class ThrottleController {

    private ThrottleController() {}

    /** What an assessment of a function means for its throttle; true when the pager should hear of a new one. */
    static boolean consider(Step step, IncidentState incident, Assessment a) {
        LeaseState lease = step.state.leases.get(incident.key);
        if (lease != null && !Slips.slips(step, lease, a)) {
            watch(step, incident, lease, a);
            return false;
        }
        if (lease != null) Slips.end(step, incident, lease, a.minute());
        Policy policy = step.terms.policyFor(incident);
        boolean wanted = a.level() == Level.PAGE
                && a.minute() == incident.lastMinute
                && a.excessHourNano() > policy.throttle().minNanoPerHour();
        return wanted && admit(step, incident, a, candidate(step, incident, a, policy));
    }

    private static boolean admit(Step step, IncidentState incident, Assessment a, LeaseState candidate) {
        Optional<Reason> refusal = Admission.refusal(new Admission.Candidate(step, a, incident, candidate));
        if (refusal.isPresent()) {
            refuse(step, incident, a, refusal.get());
            return false;
        }
        if (step.terms.book().mode() == Mode.APPROVE) {
            propose(step, incident, a, candidate);
            return false;
        }
        set(step, incident, a, candidate);
        return true;
    }

    private static LeaseState candidate(Step step, IncidentState incident, Assessment a, Policy policy) {
        ThrottleRule rule = policy.throttle();
        LeaseState lease = new LeaseState();
        lease.function = incident.key;
        lease.incident = incident.id;
        lease.policy = policy.name();
        Lever lever =
                incident.slipped ? Lever.RESERVATION : LeverChoice.of(step, incident.key, rule, a.peakConcurrency());
        lease.leverKind = lever.kind();
        lease.mapping = lever.mapping();
        lease.previous = Headroom.found(step, incident.key, lever);
        lease.limit = LimitRule.limit(lever.kind(), rule, a.peakConcurrency(), lease.previous);
        if (lever.isReservation() && lease.previous < 0) {
            lease.limit = LimitRule.within(Headroom.room(step), lease.limit, rule, a.peakConcurrency());
        }
        lease.current = lease.limit;
        lease.before = lease.limit;
        lease.since = step.now;
        lease.changedAt = step.now;
        lease.evidenceAt = step.now;
        lease.maxUntil = step.now + rule.maxHold().toMillis();
        lease.holdUntil = Math.min(step.now + rule.hold().toMillis(), lease.maxUntil);
        lease.costBefore = a.costNano();
        lease.demandBefore = a.observed().demandPerMinute();
        return lease;
    }

    private static void refuse(Step step, IncidentState incident, Assessment a, Reason reason) {
        if (!incident.refused.contains(reason)) {
            incident.refused.add(reason);
            step.decide(DecisionType.REFUSE, reason, incident, a.minute(), null);
        }
        FleetPage.refused(step, reason, a.minute());
    }

    private static void propose(Step step, IncidentState incident, Assessment a, LeaseState candidate) {
        if (incident.proposed) return;
        incident.proposed = true;
        step.decide(DecisionType.PROPOSE, Reason.MODE_APPROVE, incident, a.minute(), candidate);
    }

    private static void set(Step step, IncidentState incident, Assessment a, LeaseState lease) {
        step.state.leases.put(lease.function, lease);
        step.state.throttledAt.add(step.now);
        step.decide(DecisionType.THROTTLE, Reason.ABOVE_THROTTLE_LINE, incident, a.minute(), lease);
        incident.act("throttle", step.now, lease.current);
        Wishes.throttle(step, lease, Reason.ABOVE_THROTTLE_LINE);
    }

    /** Counts what the lease does and keeps it while the evidence lasts. */
    private static void watch(Step step, IncidentState incident, LeaseState lease, Assessment a) {
        Averted.count(step, incident, lease, a);
        Refused.count(step, incident, lease, a);
        if (a.minute() * Step.MINUTE >= lease.since) {
            long cost = a.costNano() - (step.terms.recorded() ? Averted.ofRecorded(lease, a) : 0);
            double demand = a.observed().demandPerMinute();
            lease.leastCost = lease.leastCost < 0 ? cost : Math.min(lease.leastCost, cost);
            lease.leastDemand = lease.leastDemand < 0 ? demand : Math.min(lease.leastDemand, demand);
        }
        boolean evidence = a.level() != Level.NONE && a.minute() == incident.lastMinute;
        if (evidence && step.now < lease.maxUntil) hold(step, incident, lease, a);
    }

    private static void hold(Step step, IncidentState incident, LeaseState lease, Assessment a) {
        lease.evidenceAt = step.now;
        long hold = step.terms.policyFor(incident).throttle().hold().toMillis();
        long until = Math.min(step.now + hold, lease.maxUntil);
        if (lease.phase != LeasePhase.HELD) {
            Releases.lowerAgain(step, incident, lease, a.minute());
            lease.holdUntil = Math.max(lease.holdUntil, until);
        } else if (step.now >= lease.holdUntil && until > lease.holdUntil) {
            lease.holdUntil = until;
            step.decide(DecisionType.PROLONG, Reason.STILL_ABOVE, incident, a.minute(), lease);
        }
    }
}

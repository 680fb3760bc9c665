package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
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
        return wanted && admit(step, incident, a);
    }

    private static boolean admit(Step step, IncidentState incident, Assessment a) {
        LeaseState candidate = Candidates.ofSurge(step, incident, a);
        Admission.Candidate asked = new Admission.Candidate(step, a, incident, candidate);
        Optional<Reason> refusal = Admission.refusal(asked);
        boolean full = refusal.equals(Optional.of(Reason.RADIUS_AT_ONCE));
        if (full && Admission.onlyFor(Reason.RADIUS_AT_ONCE, asked) && Orders.makeRoom(step)) {
            refusal = Admission.refusal(asked);
        }
        if (refusal.isPresent()) {
            refuse(step, incident, a, refusal.get());
            return false;
        }
        if (step.terms.book().mode() == Mode.APPROVE) {
            propose(step, incident, a.minute(), candidate);
            return false;
        }
        set(step, incident, a.minute(), candidate, Reason.ABOVE_THROTTLE_LINE);
        return true;
    }

    private static void refuse(Step step, IncidentState incident, Assessment a, Reason reason) {
        if (!incident.refused.contains(reason)) {
            incident.refused.add(reason);
            step.decide(DecisionType.REFUSE, reason, incident, a.minute(), null);
        }
        FleetPage.refused(step, reason, a.minute());
    }

    static void propose(Step step, IncidentState incident, long minute, LeaseState candidate) {
        if (incident.proposed) return;
        incident.proposed = true;
        step.decide(DecisionType.PROPOSE, Reason.MODE_APPROVE, incident, minute, candidate);
    }

    static void set(Step step, IncidentState incident, long minute, LeaseState lease, Reason reason) {
        step.state.leases.put(lease.function, lease);
        step.state.throttledAt.add(step.now);
        step.decide(DecisionType.THROTTLE, reason, incident, minute, lease);
        incident.act("throttle", step.now, lease.current, lease.lever());
        Wishes.throttle(step, lease, reason);
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
        // what a budget holds is widened by its order, from the peak that it began with
        if (!Orders.isOrdered(step, lease) && Widening.makesWay(step, incident, lease, a, a.plannedPeak())) return;
        boolean evidence = a.level() != Level.NONE && a.minute() == incident.lastMinute;
        if (evidence && step.now < lease.maxUntil) hold(step, incident, lease, a.minute(), Reason.STILL_ABOVE);
    }

    /** Keeps a lease for another hold, at its limit again if it was on its way up. */
    static void hold(Step step, IncidentState incident, LeaseState lease, long minute, Reason reason) {
        lease.evidenceAt = step.now;
        long hold = step.terms.policyFor(incident).throttle().hold().toMillis();
        long until = Math.min(step.now + hold, lease.maxUntil);
        if (lease.phase != LeasePhase.HELD) {
            Releases.lowerAgain(step, incident, lease, minute, reason);
            lease.holdUntil = Math.max(lease.holdUntil, until);
        } else if (step.now >= lease.holdUntil && until > lease.holdUntil) {
            lease.holdUntil = until;
            // an order stands for weeks: that it does is no news
            if (!incident.isOrder()) step.decide(DecisionType.PROLONG, reason, incident, minute, lease);
        }
    }
}

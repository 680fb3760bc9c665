package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Policy;
import java.util.Optional;

/**
 * Admits throttles, and keeps them while the evidence lasts. One is set above the policy's throttle line and held down to
 * the warn line: that gap is the hysteresis.
 */
final class Throttles {

    private Throttles() {}

    /** Counts what the lease on a function does and keeps it while the evidence lasts; ends one that does not bind. */
    static void watch(Step step, IncidentState incident, Assessment a) {
        Lease lease = step.lease(incident.key);
        if (lease == null) return;
        if (LeverBypass.slips(step, lease, a)) {
            LeverBypass.end(incident, lease, a.minute());
            return;
        }
        Averted.count(step, incident, lease.state, a);
        Refused.count(step, incident, lease.state, a);
        if (a.minute() * Step.MINUTE >= lease.state.since) leastSeen(step, lease.state, a);
        // what a budget holds is widened by its order, from the peak that it began with
        if (!BudgetThrottles.isOrdered(lease) && Widening.makesWay(step, lease, a, a.plannedPeak())) return;
        boolean evidence = a.level() != Level.NONE && a.minute() == incident.lastMinute;
        if (evidence && step.now < lease.state.maxUntil) lease.prolong(incident, a.minute(), Reason.STILL_ABOVE);
    }

    private static void leastSeen(Step step, LeaseState lease, Assessment a) {
        long cost = a.costNano() - (step.terms.recorded() ? Averted.ofRecorded(lease, a) : 0);
        double demand = a.observed().demandPerMinute();
        lease.leastCost = lease.leastCost < 0 ? cost : Math.min(lease.leastCost, cost);
        lease.leastDemand = lease.leastDemand < 0 ? demand : Math.min(lease.leastDemand, demand);
    }

    /** Whether the assessment asks for a throttle of a function that has none. */
    static boolean wanted(Step step, IncidentState incident, Assessment a) {
        Policy policy = step.terms.policyFor(incident);
        return step.lease(incident.key) == null
                && a.level() == Level.PAGE
                && a.minute() == incident.lastMinute
                && a.excessHourNano() > policy.throttle().minNanoPerHour();
    }

    /** Sets a throttle if nothing speaks against it; true when it did. */
    static boolean admit(Step step, Claim claim, Assessment a) {
        LeaseState candidate = Candidates.of(step, claim, a);
        Admission.Candidate asked = new Admission.Candidate(step, a, claim, candidate);
        Optional<Reason> refusal = Admission.refusal(asked);
        Optional<Reason> proposal = proposal(asked);
        boolean full = claim instanceof Claim.Surge && refusal.equals(Optional.of(Reason.RADIUS_AT_ONCE));
        if (full && proposal.isEmpty() && Admission.onlyFor(Reason.RADIUS_AT_ONCE, asked)) {
            BudgetThrottles.makeRoom(step);
            refusal = Admission.refusal(asked);
        }
        if (refusal.isPresent()) {
            refuse(asked, refusal.get());
            return false;
        }
        if (proposal.isPresent()) {
            Proposals.propose(step, claim.incident(), a.minute(), candidate, proposal.get());
            return false;
        }
        boolean surge = claim instanceof Claim.Surge;
        candidate.approved = Proposals.isApproved(step, claim.incident());
        Lease.begin(step, candidate, a.minute(), surge ? Reason.ABOVE_THROTTLE_LINE : Reason.BUDGET_THROTTLE);
        return true;
    }

    /** Why it is only proposed, if it is: what a person agreed to is not. */
    private static Optional<Reason> proposal(Admission.Candidate c) {
        if (Proposals.isApproved(c.step(), c.claim().incident())) return Optional.empty();
        boolean known = c.assessment().peakKnown()
                || c.step().terms.recorded()
                || c.step().terms.policyFor(c.claim().incident()).throttle().beforeFirstWeek();
        if (!known) return Optional.of(Reason.FIRST_WEEK);
        return c.step().terms.isApproving() ? Optional.of(Reason.MODE_APPROVE) : Optional.empty();
    }

    /** Said once for each incident and reason; of a budget's order left to people where no safe limit is known. */
    private static void refuse(Admission.Candidate c, Reason reason) {
        Step step = c.step();
        IncidentState incident = c.claim().incident();
        boolean budget = c.claim() instanceof Claim.Budget;
        long minute = c.assessment().minute();
        if (!incident.refused.contains(reason)) {
            incident.refused.add(reason);
            boolean propose = budget && reason == Reason.NOT_READY;
            DecisionType type = propose ? DecisionType.PROPOSE : DecisionType.REFUSE;
            step.decide(type, reason, Subject.of(incident), minute, Admission.byHand(c), "");
            if (Proposals.isApproved(step, incident)) step.update(incident, reason);
        }
        if (!budget) FleetPage.refused(step, reason, minute);
    }
}

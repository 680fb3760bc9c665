package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;
import java.util.Optional;

/**
 * Sets throttles, and keeps them while the evidence lasts. A throttle starts when the cost is above the policy's
 * throttle threshold, and stays until the cost falls below the warn threshold. The gap between these two thresholds
 * prevents flapping.
 */
final class Throttles {

    private final Step step;

    Throttles(Step step) {
        this.step = step;
    }

    /**
     * Counts the effect of a function's limit. Keeps the lease while there is evidence, and ends it if it has no
     * effect.
     */
    void watch(IncidentState incident, Assessment a) {
        Lease lease = step.lease(incident.key);
        if (lease != null && slips(lease, a)) {
            bypassed(incident, lease, a.minute());
            return;
        }
        ThrottledMinute minute = ThrottledMinute.of(step, a);
        minute.count(incident);
        if (lease == null) return;
        if (Cure.failed(lease, minute)) {
            incident.cureFailed = true;
            lease.release(Reason.NOT_CURED, a.minute(), lease.rule().cooldown().toMillis());
            return;
        }
        // a budget's order raises its own lease from its first peak
        if (!lease.isOrdered()
                && new Widening(step, lease).makesWay(a, a.readings().plannedPeak())) return;
        boolean evidence = a.episode().level() == Level.PAGE && a.minute() == incident.lastMinute;
        if (!evidence || !step.lines.goesOn(incident, a) || step.now >= lease.state.maxUntil) return;
        if (lease.asksToBeProlonged() && !Toll.stillPays(step, lease, incident, a)) {
            lease.release(Reason.NOT_WORTH, a.minute(), lease.rule().cooldown().toMillis());
            return;
        }
        lease.prolong(incident, a.minute(), Reason.STILL_ABOVE);
    }

    /** Counts the effect that a limit still has after its incident was closed. */
    void calm(Assessment a) {
        ThrottledMinute minute = ThrottledMinute.of(step, a);
        IncidentState incident = minute.lease() == null
                ? null
                : step.ended(minute.lease().incident, a.scope().key());
        if (incident == null) return;
        minute.count(incident);
        if (a.minute() >= incident.lastMinute) incident.seen(a);
        step.stand(EventType.UPDATE, incident, incident.closeReason);
    }

    /** Whether the function still has an incident that counts the effect of an ended lease. */
    boolean counts(LeaseState lease) {
        return step.state.open.containsKey(step.function(lease.function).id())
                || step.ended(lease.incident, lease.function) != null;
    }

    /**
     * Whether a function runs above the limit of its queue or stream. A function that runs above its limit has another
     * caller, or AWS does not apply the limit. The newest reading must show the limit. The minute must have begun after
     * the limit took effect and after earlier calls had ended.
     */
    boolean slips(Lease of, Assessment a) {
        LeaseState lease = of.state;
        if (lease.lever().isReservation() || step.terms.recorded()) return false;
        if (!of.isHeld() || of.limit().value != lease.current) return false;
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        long longestRun = facts == null ? 15 * Step.MINUTE : facts.timeoutSeconds() * 1_000L;
        long settled = lease.changedAt + step.terms.settings().freshFor().toMillis() + longestRun;
        return a.minute() * Step.MINUTE >= settled && a.readings().observed().concurrency() > lease.current;
    }

    /**
     * Ends a lease that has no effect. No cooldown follows. The next throttle of the incident can only be reserved
     * concurrency.
     */
    void bypassed(IncidentState current, Lease lease, long minute) {
        IncidentState incident = lease.incident();
        current.slipped = true;
        incident.slipped = true;
        lease.release(Reason.NOT_BINDING, minute, 0);
    }

    /** Whether the assessment requires a throttle of a function that has none. */
    boolean wanted(IncidentState incident, Assessment a) {
        return step.lease(incident.key) == null
                && a.episode().level() == Level.PAGE
                && !a.early()
                && !a.lasts()
                && a.minute() == incident.lastMinute
                && (step.proposals.isApproved(incident)
                        || a.amounts().excessHour() > step.lines.of(incident).throttleNano());
    }

    /** Sets a throttle if no rule forbids it. Returns whether the throttle was set. */
    boolean admit(Claim claim, Assessment a) {
        Candidate asked = Candidate.of(step, claim, a);
        Optional<Reason> refusal = Admission.refusal(asked);
        Optional<Reason> proposal = proposal(asked);
        boolean full = claim instanceof Claim.Surge && refusal.equals(Optional.of(Reason.RADIUS_AT_ONCE));
        if (full && proposal.isEmpty() && Admission.onlyFor(Reason.RADIUS_AT_ONCE, asked)) {
            step.budgets.makeRoom();
            refusal = Admission.refusal(asked);
        }
        if (refusal.isPresent()) {
            refuse(asked, refusal.get());
            return false;
        }
        if (proposal.isPresent()) {
            propose(asked, proposal.get());
            return false;
        }
        asked.lease().approved = step.proposals.isApproved(claim.incident());
        Reason asks = claim instanceof Claim.Surge ? Reason.ABOVE_THROTTLE_LINE : Reason.BUDGET_THROTTLE;
        Lease.begin(step, asked.lease(), a.minute(), asked.lease().approved ? Reason.REQUESTED : asks);
        return true;
    }

    private static void propose(Candidate c, Reason reason) {
        IncidentState incident = c.claim().incident();
        boolean dear = reason == Reason.NOT_WORTH;
        incident.wouldWords = dear ? Toll.of(c).words() : "";
        if (dear) {
            incident.wouldLimit = c.lease().limit;
            incident.wouldWhy = reason.wire();
        }
        c.step().proposals.propose(incident, c.assessment().minute(), c.lease(), reason, incident.wouldWords);
    }

    /**
     * The reason why the throttle is only proposed. The reason is empty if the throttle may be set without approval or
     * was approved.
     */
    private static Optional<Reason> proposal(Candidate c) {
        if (c.step().proposals.isApproved(c.claim().incident())) return Optional.empty();
        boolean known = c.assessment().readings().peakKnown()
                || c.step().terms.recorded()
                || c.step().terms.policyFor(c.claim().incident()).throttle().beforeFirstWeek();
        if (!known) return Optional.of(Reason.FIRST_WEEK);
        boolean surge = c.claim() instanceof Claim.Surge;
        if (surge && c.step().seen.isKnown(c.claim().incident(), c.assessment()))
            return Optional.of(Reason.SEEN_BEFORE);
        if (!Toll.pays(c)) return Optional.of(Reason.NOT_WORTH);
        return c.step().terms.isApproving(c.claim().incident()) ? Optional.of(Reason.MODE_APPROVE) : Optional.empty();
    }

    /**
     * Records why a throttle was not set, once for each incident and reason. A budget's order without a known safe
     * limit is left to people.
     */
    private static void refuse(Candidate c, Reason reason) {
        Step step = c.step();
        IncidentState incident = c.claim().incident();
        boolean budget = c.claim() instanceof Claim.Budget;
        long minute = c.assessment().minute();
        if (!incident.refused.contains(reason)) {
            incident.refused.add(reason);
            boolean propose = budget && reason == Reason.NOT_READY;
            DecisionType type = propose ? DecisionType.PROPOSE : DecisionType.REFUSE;
            Subject.Limit byHand = Admission.byHand(c);
            boolean byMode = reason == Reason.MODE_OBSERVE || reason == Reason.MODE_ALERT;
            if (byMode && !budget) {
                incident.wouldLimit = Math.max(0, byHand.limit());
                incident.wouldWhy = reason.wire();
            }
            step.decide(type, reason, Subject.of(incident), minute, byHand, "");
            if (step.proposals.isApproved(incident)) step.update(incident, reason);
        }
        if (!budget) step.fleetPage.refused(reason, minute);
    }
}

package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.FleetPage;
import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Seen;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentThrottle;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.FunctionFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * Sets throttles, and keeps them while the evidence lasts. A throttle starts when the cost is above the policy's
 * throttle threshold, and stays until the cost falls below the warn threshold. The gap between these two thresholds
 * prevents flapping.
 */
public record Throttles(
        Step step,
        Headroom headroom,
        MoneyLines lines,
        Seen seen,
        FleetPage fleetPage,
        Alerts alerts,
        Proposals proposals,
        Leases leases,
        Admission admission) {
    /**
     * Counts the effect of a function's limit. Keeps the lease while there is evidence, and ends the lease if the limit
     * has no effect.
     */
    public void watch(IncidentState incident, Assessment a) {
        Lease lease = leases.of(incident.scope.key());
        if (lease != null && slips(lease, a)) {
            bypassed(incident, lease, a.minute());
            return;
        }
        ThrottledMinute minute = ThrottledMinute.of(step, headroom, a);
        minute.count(incident);
        if (lease == null) return;
        if (Cure.failed(lease, minute, lines)) {
            incident.throttle.cureFailed = true;
            lease.release(Reason.NOT_CURED, a.minute(), lease.rule().cooldown().toMillis());
            return;
        }
        // a budget's order raises its own limit, which it computes from its first peak
        if (!lease.isOrdered()
                && new Widening(step, lease).makesWay(a, a.readings().plannedPeak())) return;
        boolean evidence = a.episode().level() == Level.PAGE && a.minute() == incident.evidence.lastMinute;
        if (!evidence || !lines.goesOn(incident, a) || step.now >= lease.state().times.maxUntil) return;
        if (lease.asksToBeProlonged() && !stillPays(lease, incident, a)) {
            lease.release(Reason.NOT_WORTH, a.minute(), lease.rule().cooldown().toMillis());
            return;
        }
        lease.prolong(incident, a.minute(), Reason.STILL_ABOVE);
    }

    /**
     * Counts the effect that a limit still has after its incident was closed. A planned surge may still raise the limit.
     */
    public void calm(Assessment a) {
        count(a);
        Lease lease = leases.of(a.scope().key());
        if (lease != null && !lease.isOrdered())
            new Widening(step, lease).makesWay(a, a.readings().plannedPeak());
    }

    private void count(Assessment a) {
        ThrottledMinute minute = ThrottledMinute.of(step, headroom, a);
        IncidentState incident = minute.lease() == null
                ? null
                : step.ended(minute.lease().incident, a.scope().key());
        if (incident == null) return;
        minute.count(incident);
        if (a.minute() >= incident.evidence.lastMinute) incident.seen(a);
        step.stand(AlarmAction.UPDATE, incident, incident.closeReason);
    }

    /** Whether the function still has an incident that counts the effect of an ended lease. */
    public boolean counts(LeaseState lease) {
        return step.state.incidents.open.containsKey(
                        step.function(lease.function).id())
                || step.ended(lease.incident, lease.function) != null;
    }

    /**
     * Whether a function runs above the limit of its queue or stream. A function that runs above its limit has another
     * caller, or AWS does not apply the limit. The newest reading must show the limit. The minute must have begun after
     * the limit took effect and after earlier calls had ended.
     */
    boolean slips(Lease of, Assessment a) {
        LeaseState lease = of.state();
        if (lease.lever.isReservation() || step.terms.recorded()) return false;
        if (!of.isHeld() || of.limit().readings.value != lease.current) return false;
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        long longestRun = facts == null ? 15 * Step.MINUTE : facts.timeoutSeconds() * 1_000L;
        long settled = lease.times.changedAt + step.terms.settings().freshFor().toMillis() + longestRun;
        return a.minute() * Step.MINUTE >= settled
                && a.readings().observed().concurrency() > lease.instances(lease.current);
    }

    /**
     * Ends a lease that has no effect. No cooldown follows. The next throttle of the incident can only be reserved
     * concurrency.
     */
    void bypassed(IncidentState current, Lease lease, long minute) {
        IncidentState incident = lease.incident();
        current.throttle.slipped = true;
        incident.throttle.slipped = true;
        lease.release(Reason.NOT_BINDING, minute, 0);
    }

    /** Whether the assessment requires a throttle and the function has none. */
    public boolean wanted(IncidentState incident, Assessment a) {
        return leases.of(incident.scope.key()) == null
                && a.episode().level() == Level.PAGE
                && !a.early()
                && !a.lasts()
                && a.minute() == incident.evidence.lastMinute
                && (proposals.isApproved(incident)
                        || a.amounts().excessHour() > lines.of(incident).throttleNano());
    }

    /** Sets a throttle if no rule forbids it. Returns whether the throttle was set. */
    public boolean admit(Claim claim, Assessment a) {
        Candidate asked = Candidate.of(step, headroom, claim, a);
        Optional<Reason> refusal = admission.refusal(asked);
        Optional<Reason> proposal = proposal(asked);
        boolean full = !claim.isOrdered() && refusal.equals(Optional.of(Reason.RADIUS_AT_ONCE));
        if (full && proposal.isEmpty() && admission.onlyFor(Reason.RADIUS_AT_ONCE, asked)) {
            leases.makeRoom();
            refusal = admission.refusal(asked);
        }
        if (refusal.isPresent()) {
            refuse(asked, refusal.get());
            return false;
        }
        if (proposal.isPresent()) {
            propose(asked, proposal.get());
            return false;
        }
        asked.lease().approved = proposals.isApproved(claim.incident());
        Reason asks = claim.isOrdered() ? Reason.BUDGET_THROTTLE : Reason.ABOVE_THROTTLE_LINE;
        leases.begin(asked.lease(), a.minute(), asked.lease().approved ? Reason.REQUESTED : asks, price(asked));
        return true;
    }

    private void propose(Candidate c, Reason reason) {
        IncidentState incident = c.claim().incident();
        // a person who approves must know the price, whatever the reason for the proposal
        incident.worth.wouldWords = price(c);
        if (reason == Reason.NOT_WORTH) {
            incident.worth.wouldLimit = c.lease().instances(c.lease().limit);
            incident.worth.wouldWhy = reason.wire();
        }
        proposals.propose(c, lines.ceilingNano(c.assessment()), reason, incident.worth.wouldWords);
    }

    /**
     * The reason why the throttle is only proposed. The reason is empty if the throttle may be set without approval or
     * was approved.
     */
    private Optional<Reason> proposal(Candidate c) {
        if (proposals.isApproved(c.claim().incident())) return Optional.empty();
        boolean known = c.assessment().readings().peakKnown()
                || step.terms.policyFor(c.claim().incident()).throttle().beforeFirstWeek();
        if (!known) return Optional.of(Reason.FIRST_WEEK);
        boolean surge = !c.claim().isOrdered();
        if (surge && seen.isKnown(c.claim().incident(), c.assessment())) return Optional.of(Reason.SEEN_BEFORE);
        if (!pays(c)) return Optional.of(Reason.NOT_WORTH);
        return step.terms.isApproving(c.claim().incident()) ? Optional.of(Reason.MODE_APPROVE) : Optional.empty();
    }

    /**
     * Whether a throttle averts enough cost for the good calls that it refuses. A budget's throttle always passes this
     * check.
     */
    private boolean pays(Candidate c) {
        if (c.claim().isOrdered()) return true;
        Toll toll = Toll.of(c);
        return lines.isDear(c.assessment()) || worth(c.claim().incident()).pays(toll.avertedNano(), toll.good());
    }

    private String price(Candidate c) {
        return c.claim().isOrdered() ? "" : Toll.of(c).words(worth(c.claim().incident()));
    }

    private Worth worth(IncidentState incident) {
        return step.terms.policyFor(incident).throttle().worth();
    }

    /**
     * Whether the throttle has averted enough cost since the last check to be held longer. A throttle that a person
     * approved is not checked.
     */
    private boolean stillPays(Lease lease, IncidentState incident, Assessment a) {
        if (lease.isOrdered() || lease.state().approved) return true;
        double averted = incident.worth.avertedNano - lease.state().effect.judgedAverted;
        double good = (incident.worth.refusedMilli - lease.state().effect.judgedRefused) / 1_000.0;
        lease.state().effect.judgedAverted = incident.worth.avertedNano;
        lease.state().effect.judgedRefused = incident.worth.refusedMilli;
        return good <= 0 || worth(incident).pays(averted, good) || lines.isDear(a);
    }

    private static String words(Candidate c, Reason reason) {
        if (reason == Reason.DECLINED) return declined(c.claim().incident().throttle);
        if (reason != Reason.NO_EFFECT) return "";
        int previous = c.lease().previous;
        return c.lease().lever.to(c.lease().limit) + " is safe, "
                + Math.round(c.assessment().readings().observed().concurrency()) + " calls run at once"
                + (previous < 0
                        ? ""
                        : ", and the present limit is " + c.lease().lever.kind().text(previous));
    }

    private static String declined(IncidentThrottle t) {
        String until = "none is proposed until " + Instant.ofEpochMilli(t.declinedUntil);
        return t.declinedToNano == Long.MAX_VALUE
                ? until
                : until + ", unless the surge costs more than " + NanoUsd.text(t.declinedToNano) + " USD an hour";
    }

    /**
     * Records why a throttle was not set, once for each incident and reason. A budget's order without a known safe
     * limit is left to people.
     */
    private void refuse(Candidate c, Reason reason) {
        IncidentState incident = c.claim().incident();
        boolean approved = proposals.isApproved(incident);
        if (approved) incident.throttle.couldNot = reason.text();
        boolean budget = c.claim().isOrdered();
        long minute = c.assessment().minute();
        if (!incident.throttle.refused.contains(reason)) {
            incident.throttle.refused.add(reason);
            boolean propose = budget && reason == Reason.NOT_READY;
            DecisionType type = propose ? DecisionType.PROPOSE : DecisionType.REFUSE;
            Decision.Limits byHand = admission.byHand(c);
            boolean byMode = reason == Reason.MODE_OBSERVE || reason == Reason.MODE_ALERT;
            if (byMode && !budget) {
                incident.worth.wouldLimit = c.lease().instances(Math.max(0, byHand.limit()));
                incident.worth.wouldWhy = reason.wire();
            }
            step.decide(type, reason, Subject.of(incident), minute, byHand, words(c, reason));
            if (approved) alerts.update(incident, reason);
        }
        if (!budget) fleetPage.refused(reason, minute);
    }
}

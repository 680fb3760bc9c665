package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentThrottle;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Throttles that wait for a person's approval. The page asks for the approval. If a person approves in time, the
 * throttle is set as in mode {@code enforce}, after the checks of that minute. Otherwise, the proposal expires. If the
 * surge continues, the throttle is proposed again after the policy's cooldown, and then after twice the previous pause.
 */
public record Proposals(Step step, Alerts alerts) {
    private static final long LONGEST_PAUSE = 24 * Step.HOUR;

    boolean isApproved(IncidentState incident) {
        IncidentThrottle.Proposal p = incident.throttle.proposal;
        return p != null && !p.isOver() && p.approved && step.now < p.until;
    }

    /** Proposes a throttle, or updates a proposal that waits. */
    void propose(Candidate c, long ceilingNano, Reason reason, String words) {
        IncidentState incident = c.claim().incident();
        LeaseState candidate = c.lease();
        IncidentThrottle.Proposal p = incident.throttle.proposal;
        boolean begins = p == null || p.isOver() && step.now >= p.againAt;
        int unanswered = p == null ? 0 : p.unanswered;
        if (p == null || begins) p = new IncidentThrottle.Proposal();
        else if (p.isOver()) return;
        p.limit = candidate.limit;
        p.previous = candidate.previous;
        p.lever = candidate.lever;
        p.reason = reason.wire();
        p.ceilingNano = ceilingNano;
        if (!begins) return;
        // in spite of a "no", there is one more proposal
        incident.throttle.declinedToNano = Long.MAX_VALUE;
        p.until = step.now + step.terms.settings().approveWithin().toMillis();
        p.unanswered = unanswered;
        incident.throttle.proposal = p;
        Decision.Limits limit = new Decision.Limits(p.limit, p.previous, p.until, candidate.lever);
        step.decide(
                DecisionType.PROPOSE,
                reason,
                Subject.of(incident),
                c.assessment().minute(),
                limit,
                words);
    }

    /** The reason why a person's answer has no effect, or empty. */
    public String over(Request r) {
        IncidentState incident = incident(r);
        String none = none(incident);
        if (incident == null || !none.isEmpty()) return none;
        IncidentThrottle.Proposal p = incident.throttle.proposal;
        if (p == null) return "no throttle is proposed";
        if (p.isOver() || step.now >= p.until) {
            return step.now < incident.throttle.declinedUntil ? Reason.DECLINED.text() : "the proposal has expired";
        }
        return p.approved ? "the throttle is already approved" : "";
    }

    /** The reason why no throttle can be set now, or empty. */
    public String overNow(Request r) {
        IncidentState incident = incident(r);
        String none = none(incident);
        if (incident == null || !none.isEmpty()) return none;
        if (step.terms.policyFor(incident).protect()) return Reason.PROTECTED.text();
        boolean budget = incident.kind == IncidentKind.BUDGET;
        boolean unknown = budget ? incident.throttle.peak <= 0 : incident.evidence.unready;
        return unknown ? Reason.NOT_READY.text() : "";
    }

    private String none(@Nullable IncidentState incident) {
        if (incident == null) return "its incident is over";
        if (step.state.limits.leases.containsKey(incident.scope.key()))
            return "a throttle has already been requested or set";
        Mode mode = step.terms.mode(incident);
        return mode.atLeast(Mode.APPROVE)
                ? ""
                : "Breakwater throttles nothing in mode " + mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Approves the proposal. The throttle is set with the next minute of data that passes the checks. The approval is
     * valid for as long as the proposal was.
     */
    public void approve(Request r) {
        IncidentState incident = Objects.requireNonNull(incident(r));
        IncidentThrottle.Proposal p = Objects.requireNonNull(incident.throttle.proposal);
        p.approved = true;
        p.until = step.now + step.terms.settings().approveWithin().toMillis();
        incident.throttle.declinedUntil = 0;
        // if reasons against the throttle still apply, they are recorded again
        incident.throttle.refused.clear();
        boolean evident =
                incident.kind == IncidentKind.BUDGET || incident.evidence.pageMinute == incident.evidence.lastMinute;
        incident.throttle.couldNot = evident ? "" : "the newest minute has no evidence at page level";
        alerts.update(incident, Reason.REQUESTED);
    }

    /**
     * Ends the proposal. Until the given time, no throttle of the incident is proposed or set, unless the surge costs
     * more than the proposal's ceiling.
     */
    public void decline(Request r) {
        IncidentState incident = Objects.requireNonNull(incident(r));
        IncidentThrottle.Proposal p = Objects.requireNonNull(incident.throttle.proposal);
        incident.throttle.declinedUntil = r.until();
        incident.throttle.declinedToNano = p.ceilingNano;
        incident.throttle.refused.remove(Reason.DECLINED);
        end(incident, p, Reason.DECLINED);
        // above the ceiling, the throttle is proposed again without a pause
        p.againAt = step.now;
    }

    /** Approves a throttle that was not proposed. The limit is computed when the throttle is set. */
    public void now(Request r) {
        IncidentState incident = Objects.requireNonNull(incident(r));
        IncidentThrottle.Proposal p =
                Objects.requireNonNullElseGet(incident.throttle.proposal, IncidentThrottle.Proposal::new);
        p.againAt = 0;
        p.reason = Reason.REQUESTED.wire();
        incident.throttle.proposal = p;
        // a person's request overrules an earlier release
        incident.throttle.cureFailed = false;
        approve(r);
    }

    /** Keeps a person's approval valid when control must decide again. */
    void stillApproved(Lease lease) {
        IncidentThrottle.Proposal p = new IncidentThrottle.Proposal();
        p.approved = true;
        p.until = step.now + step.terms.settings().approveWithin().toMillis();
        p.limit = lease.state().limit;
        p.previous = lease.state().previous;
        p.lever = lease.state().lever;
        lease.incident().throttle.proposal = p;
    }

    private @Nullable IncidentState incident(Request r) {
        IncidentState order = step.state.incidents.ordered.get(
                IncidentId.on(r.incident(), r.scope().key()));
        IncidentState open =
                order != null ? order : step.state.incidents.open.get(r.scope().id());
        return open != null && open.id.equals(r.incident()) ? open : null;
    }

    /** Lets a proposal expire if nobody answered in time, and informs people. */
    public void expire() {
        for (IncidentState incident : all()) {
            IncidentThrottle.Proposal p = incident.throttle.proposal;
            if (p == null || p.isOver() || step.now < p.until) continue;
            end(incident, p, p.approved ? Reason.NOT_CARRIED_OUT : Reason.NOT_ANSWERED);
        }
    }

    /** Whether a throttle of the function was approved but not set yet. */
    public boolean isApproved(String function) {
        return all().stream().anyMatch(i -> i.scope.key().equals(function) && isApproved(i));
    }

    /** Ends the function's proposals, because a person asked not to throttle it. */
    public void withdraw(String function) {
        for (IncidentState incident : all()) {
            IncidentThrottle.Proposal p = incident.throttle.proposal;
            if (p != null && !p.isOver() && incident.scope.key().equals(function)) end(incident, p, Reason.SPARED);
        }
    }

    private void end(IncidentState incident, IncidentThrottle.Proposal p, Reason reason) {
        Decision.Limits limit =
                new Decision.Limits(p.limit, p.previous, p.until, p.hold().lever());
        long pause = step.terms.policyFor(incident).throttle().cooldown().toMillis();
        // a surge of days must not ring all night
        if (reason == Reason.NOT_ANSWERED) pause = Math.min(pause << Math.min(p.unanswered++, 10), LONGEST_PAUSE);
        p.againAt = step.now + pause;
        step.decide(DecisionType.EXPIRE, reason, Subject.of(incident), -1, limit, "");
        alerts.update(incident, reason);
    }

    public static long dueAt(ControlState s) {
        long at = Long.MAX_VALUE;
        for (IncidentState i : s.incidents.open.values()) at = Math.min(at, i.throttle.proposedUntil());
        for (IncidentState i : s.incidents.ordered.values()) at = Math.min(at, i.throttle.proposedUntil());
        return at;
    }

    private List<IncidentState> all() {
        List<IncidentState> all = new ArrayList<>();
        all.addAll(Step.values(step.state.incidents.open));
        all.addAll(Step.values(step.state.incidents.ordered));
        return all;
    }
}

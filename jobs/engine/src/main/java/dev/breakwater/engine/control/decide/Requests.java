package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.Request.Answer;
import dev.breakwater.engine.control.hold.Lease;
import dev.breakwater.engine.control.hold.Leases;
import dev.breakwater.engine.control.hold.Proposals;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.FleetPage;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.Seen;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import java.util.Objects;

/**
 * Carries out people's requests. Each request is read once. A request is carried out, or rejected as too late. A
 * decision and the ledger record the answer.
 */
record Requests(
        Step step,
        Accepted accepted,
        LeftAlone leftAlone,
        Seen seen,
        Alerts alerts,
        Incidents incidents,
        Proposals proposals,
        Leases leases) {
    /** How long Breakwater leaves a function alone after a person released its limit, through Breakwater or at AWS. */
    static final long LEFT_ALONE = 24 * Step.HOUR;

    void take(Request r) {
        // an acceptance applies until its own end, however old the request is
        boolean accepts = r.kind() == Request.Kind.ACCEPT;
        if (accepts ? !accepted.isNews(r) : step.now >= keptUntil(r) || !heard(r)) return;
        String over = over(r);
        step.out.answers.add(new Answer(r, step.now, over));
        if (over.isEmpty()) {
            act(r);
            return;
        }
        answer(r, Reason.REQUEST_OVER, ": " + over);
        // the job may have forgotten a limit from that time, and may find the limit again
        if (r.kind() == Request.Kind.RELEASE) spare(r, r.at() + LEFT_ALONE, Reason.REQUESTED);
    }

    private boolean heard(Request r) {
        return step.state.requests.heard.putIfAbsent(r.id(), keptUntil(r)) == null;
    }

    /** How long a request's id is kept. A request is not repeated after this time. */
    private static long keptUntil(Request r) {
        return r.heardUntil() + Step.HOUR;
    }

    /** The reason why a request has no effect, or empty. */
    private String over(Request r) {
        if (r.kind() == Request.Kind.ACCEPT) return "";
        if (r.scope().kind() != ScopeKind.FUNCTION) return "Breakwater throttles only functions";
        return switch (r.kind()) {
            case APPROVE, DECLINE -> proposals.over(r);
            case THROTTLE ->
                leftAlone.isProtected(r.scope().key())
                        ? "a person asked not to throttle this function"
                        : proposals.overNow(r);
            case RELEASE -> proposals.isApproved(r.scope().key()) ? "" : notHeld(r);
            case HOLD -> notHeld(r);
            default -> "";
        };
    }

    private String notHeld(Request r) {
        if (leases.of(r.scope().key()) != null) return "";
        boolean stands = step.standing(r.scope().key()).findAny().isPresent();
        // tags and ledgers that are not read yet may have one
        String now = stands ? "the limit is already being released" : "the job knows of no limit";
        if (r.kind() == Request.Kind.HOLD) return now;
        return now + ", and Breakwater leaves the function alone for 24 hours"
                + (stands ? "" : " and releases a limit that it finds");
    }

    private void act(Request r) {
        if (r.kind() == Request.Kind.ACCEPT) {
            accept(r);
            return;
        }
        if (r.kind() == Request.Kind.DRILL) {
            answer(r, Reason.DRILLED, ": " + r.note());
            return;
        }
        boolean attack = r.kind() == Request.Kind.ATTACK;
        answer(r, Reason.REQUESTED, attack ? ": it excuses no surge in later weeks" : "");
        switch (r.kind()) {
            case APPROVE -> proposals.approve(r);
            case DECLINE -> proposals.decline(r);
            case THROTTLE -> {
                leftAlone.overrule(r.scope().key());
                proposals.now(r);
            }
            case HOLD ->
                Objects.requireNonNull(leases.of(r.scope().key()))
                        .keepUntil(r.until() < 0 ? Long.MAX_VALUE : r.until());
            case ATTACK -> {
                seen.attack(r);
                accepted.takeBack(r);
            }
            case RELEASE -> spare(r, r.at() + LEFT_ALONE, Reason.REQUESTED);
            default -> spare(r, r.until(), Reason.SPARED);
        }
    }

    /** Accepts a surge. This ends a lasting change, or the alert and the throttle of a surge. */
    private void accept(Request r) {
        IncidentState open = accepted.incident(r);
        accepted.take(r);
        seen.accept(r);
        if (open != null && open.lasts()) {
            incidents.close(open, Reason.ACCEPTED);
            return;
        }
        if (open != null) {
            open.notices.accepted = true;
            if (open.notices.isAlerted()) alerts.resolve(open, Reason.ACCEPTED);
            FleetPage.leave(open);
        }
        Lease lease =
                r.scope().kind() == ScopeKind.FUNCTION ? leases.of(r.scope().key()) : null;
        // an acceptance does not affect a budget's throttle
        if (lease != null && !lease.isOrdered()) lease.release(Reason.ACCEPTED);
    }

    private void answer(Request r, Reason reason, String words) {
        IncidentState open = step.state.incidents.open.get(r.scope().id());
        Subject about = open != null && (r.incident().isEmpty() || open.id.equals(r.incident()))
                ? Subject.of(open)
                : Subject.of(r.scope(), r.incident());
        step.decide(DecisionType.REQUEST, reason, about, -1, Decision.Limits.until(r.until()), r.words() + words);
    }

    /** Releases the function's limit, withdraws its proposals, and sets no new limit until the given time. */
    private void spare(Request r, long until, Reason reason) {
        leftAlone.spare(r, until);
        proposals.withdraw(r.scope().key());
        Lease lease = leases.of(r.scope().key());
        if (lease == null) return;
        IncidentState incident = lease.incident();
        lease.release(reason);
        alerts.update(incident, reason);
    }

    void forget() {
        step.state.requests.heard.values().removeIf(until -> step.now >= until);
    }
}

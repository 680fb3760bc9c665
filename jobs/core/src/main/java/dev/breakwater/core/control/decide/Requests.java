package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.control.SparedState;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;

/**
 * Carries out people's requests. Each request is read once. A request is carried out, or rejected as too late. A
 * decision and the ledger record the answer.
 */
final class Requests {
    /** How long a request's id is kept. A request is not repeated after this time. */
    static final long KEPT = Request.HEARD_FOR.toMillis() + Step.HOUR;

    /** How long Breakwater leaves a function alone after a person released its limit, through Breakwater or at AWS. */
    static final long LEFT_ALONE = 24 * Step.HOUR;

    private final Step step;

    Requests(Step step) {
        this.step = step;
    }

    void take(Request r) {
        // an acceptance applies until its own end, however old the request is
        boolean accepts = r.kind() == Request.Kind.ACCEPT;
        if (accepts ? !step.accepted.isNews(r) : step.now >= r.at() + KEPT || !heard(r)) return;
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
        return step.state.heard.putIfAbsent(r.id(), r.at() + KEPT) == null;
    }

    /** The reason why a request has no effect, or empty. */
    private String over(Request r) {
        if (r.kind() == Request.Kind.ACCEPT) return "";
        if (r.scope().kind() != ScopeKind.FUNCTION) return "only functions are throttled";
        return switch (r.kind()) {
            case APPROVE -> step.proposals.over(r);
            case THROTTLE -> isProtected(r.scope().key()) ? "a person protects it" : step.proposals.overNow(r);
            case RELEASE, HOLD -> step.lease(r.scope().key()) == null ? notHeld(r) : "";
            default -> "";
        };
    }

    private String notHeld(Request r) {
        boolean stands = step.standing(r.scope().key()).findAny().isPresent();
        String now = stands ? "the limit is already being released" : "no limit is held";
        return r.kind() == Request.Kind.RELEASE ? now + "; left alone for 24 hours" : now;
    }

    private void act(Request r) {
        if (r.kind() == Request.Kind.ACCEPT) {
            step.accepted.take(r);
            return;
        }
        if (r.kind() == Request.Kind.DRILL) {
            answer(r, Reason.DRILLED, ": " + r.note());
            return;
        }
        answer(r, Reason.REQUESTED, "");
        switch (r.kind()) {
            case APPROVE -> step.proposals.approve(r);
            case THROTTLE -> {
                overrule(r.scope().key());
                step.proposals.now(r);
            }
            case HOLD -> step.lease(r.scope().key()).keepUntil(r.until() < 0 ? Long.MAX_VALUE : r.until());
            case ATTACK -> step.seen.attack(r);
            case RELEASE -> spare(r, r.at() + LEFT_ALONE, Reason.REQUESTED);
            default -> spare(r, r.until(), Reason.SPARED);
        }
    }

    private void answer(Request r, Reason reason, String words) {
        IncidentState open = step.state.open.get(r.scope().id());
        Subject about = open != null && (r.incident().isEmpty() || open.id.equals(r.incident()))
                ? Subject.of(open)
                : Subject.of(r.scope(), r.incident());
        step.decide(DecisionType.REQUEST, reason, about, -1, Subject.Limit.until(r.until()), r.words() + words);
    }

    /** Releases the function's limit, and sets no new limit until the given time. */
    private void spare(Request r, long until, Reason reason) {
        String function = r.scope().key();
        SparedState spared = step.state.spared.computeIfAbsent(function, f -> new SparedState());
        spared.since = Math.max(spared.since, r.at());
        spared.until = Math.max(spared.until, until);
        if (r.kind() == Request.Kind.PROTECT) spared.protectedUntil = Math.max(spared.protectedUntil, until);
        Lease lease = step.lease(function);
        if (lease == null) return;
        IncidentState incident = lease.incident();
        lease.release(reason);
        step.update(incident, reason);
    }

    /** Ends the function's cooldown, and every present request to leave the function alone. */
    private void overrule(String function) {
        step.state.cooldowns.remove(function);
        step.state.spared.remove(function);
        long alone = step.state.leftAlone.getOrDefault(function, 0L);
        long tag = step.state.handsOffTags.getOrDefault(function, 0L);
        step.state.leftAlone.remove(function);
        if (Math.max(alone, tag) > step.now) step.state.overruled.put(function, Math.max(alone, tag));
    }

    private boolean isProtected(String function) {
        SparedState spared = step.state.spared.get(function);
        return spared != null && step.now < spared.protectedUntil;
    }

    boolean isSpared(String function) {
        SparedState spared = step.state.spared.get(function);
        return spared != null && step.now < spared.until;
    }

    /** Records the time until which the function's tag asks Breakwater to leave the function alone. */
    void leftAlone(String function, long until) {
        SparedState spared = step.state.spared.get(function);
        if (spared != null) spared.tagUntil = until;
    }

    /**
     * Records that a person removed the tag that asks to leave the function alone. Removing the tag has no effect if
     * the tag is older than the request, or if it expired by itself.
     */
    void againAllowed(String function, long until) {
        SparedState spared = step.state.spared.get(function);
        boolean takenBack = spared != null && until >= spared.since;
        if (takenBack && until != spared.tagUntil) step.state.spared.remove(function);
    }

    void forget() {
        step.state.heard.values().removeIf(until -> step.now >= until);
        step.state.spared.values().removeIf(s -> step.now >= s.until);
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.RequestAnswer;
import dev.breakwater.core.control.SparedState;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes in what people ask for. Each request is heard once; what it asks for is over, or it is done. Either way it is
 * answered: in a decision, and in the ledger.
 */
final class Requests {
    /** Longer than anybody repeats one. */
    static final long KEPT = Request.HEARD_FOR.toMillis() + Step.HOUR;

    /** How long a function is left alone after a release, as after one at AWS. */
    static final long LEFT_ALONE = 24 * Step.HOUR;

    private Requests() {}

    static void take(Step step, Request r) {
        // what is accepted is known by its end
        boolean accepts = r.kind() == Request.Kind.ACCEPT;
        if (accepts ? !Accepted.isNews(step, r) : step.now >= r.at() + KEPT || !heard(step, r)) return;
        String over = over(step, r);
        step.out.answers.add(new RequestAnswer(r, step.now, over));
        if (over.isEmpty()) act(step, r);
        else answer(step, r, Reason.REQUEST_OVER, ": " + over);
    }

    private static boolean heard(Step step, Request r) {
        if (step.state.heard == null) step.state.heard = new HashMap<>();
        return step.state.heard.putIfAbsent(r.id(), r.at() + KEPT) == null;
    }

    /** Why there is nothing to do, or empty. */
    private static String over(Step step, Request r) {
        if (r.kind() == Request.Kind.ACCEPT) return "";
        if (r.scope().kind() != ScopeKind.FUNCTION) return "only functions are throttled";
        return switch (r.kind()) {
            case APPROVE -> Proposals.over(step, r);
            case RELEASE, HOLD -> step.lease(r.scope().key()) == null ? notHeld(step, r) : "";
            default -> "";
        };
    }

    private static String notHeld(Step step, Request r) {
        boolean stands = step.releasing().stream()
                .anyMatch(x -> x.stands() && x.state.function.equals(r.scope().key()));
        return stands ? "it is being given back already" : "nothing is held on it";
    }

    private static void act(Step step, Request r) {
        if (r.kind() == Request.Kind.ACCEPT) {
            Accepted.take(step, r);
            return;
        }
        answer(step, r, Reason.REQUESTED, "");
        switch (r.kind()) {
            case APPROVE -> Proposals.approve(step, r);
            case HOLD -> step.lease(r.scope().key()).keepUntil(r.until() < 0 ? Long.MAX_VALUE : r.until());
            case RELEASE -> spare(step, r, r.at() + LEFT_ALONE, Reason.REQUESTED);
            default -> spare(step, r, r.until(), Reason.SPARED);
        }
    }

    private static void answer(Step step, Request r, Reason reason, String words) {
        IncidentState open = step.state.open.get(r.scope().id());
        Subject about = open != null && (r.incident().isEmpty() || open.id.equals(r.incident()))
                ? Subject.of(open)
                : Subject.of(r.scope(), r.incident());
        step.decide(DecisionType.REQUEST, reason, about, -1, Subject.Limit.until(r.until()), r.words() + words);
    }

    /** Nothing throttles the function until then; what is held is given back. */
    private static void spare(Step step, Request r, long until, Reason reason) {
        String function = r.scope().key();
        SparedState spared = spared(step.state).computeIfAbsent(function, f -> new SparedState());
        spared.since = Math.max(spared.since, r.at());
        spared.until = Math.max(spared.until, until);
        Lease lease = step.lease(function);
        if (lease == null) return;
        IncidentState incident = lease.incident();
        lease.release(reason);
        step.update(incident, reason);
    }

    static boolean isSpared(Step step, String function) {
        SparedState spared = spared(step.state).get(function);
        return spared != null && step.now < spared.until;
    }

    /** A person took back that the function is left alone; a tag whose time ran out before says nothing of it. */
    static void againAllowed(Step step, LimitObservation seen) {
        SparedState spared = spared(step.state).get(seen.function());
        boolean ofATag = seen.intent().isEmpty();
        if (spared != null && ofATag && seen.until() >= spared.since) step.state.spared.remove(seen.function());
    }

    static void forget(Step step) {
        if (step.state.heard != null) step.state.heard.values().removeIf(until -> step.now >= until);
        spared(step.state).values().removeIf(s -> step.now >= s.until);
    }

    /** A state of an earlier version has none. */
    private static Map<String, SparedState> spared(ControlState state) {
        if (state.spared == null) state.spared = new HashMap<>();
        return state.spared;
    }
}

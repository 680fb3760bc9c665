package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeasePhase;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.ThrottleRule;

/**
 * The life of one limit: asked for, held once that was observed, given back. This is the one place that changes it: each
 * change writes its decision and states its intent. What is wanted is stated again until it was observed, and nothing is
 * taken for so because it was asked for; of a recording all that is asked for is so.
 */
final class Lease {
    /** What is not observed set for so long is given up: whatever half of it stands is taken back. */
    static final long OBSERVED_WITHIN = 10 * Step.MINUTE;

    /** What is not observed for so long gets another intent, so that its answer is written down anew. */
    static final long NAMED_ANEW_AFTER = 3 * Step.MINUTE;

    /** A cure that leaves more than this share of cost and of demand has failed. */
    private static final double CURED_BELOW = 0.9;

    final LeaseState state;
    private final Step step;

    Lease(Step step, LeaseState state) {
        this.step = step;
        this.state = state;
    }

    /** Begins with a limit that is asked for. */
    static void begin(Step step, LeaseState candidate, long minute, Reason reason) {
        step.state.leases.put(candidate.function, candidate);
        step.state.throttledAt.add(step.now);
        step.incident(candidate.incident, candidate.function).proposal = null;
        new Lease(step, candidate).ask(candidate.current, DecisionType.THROTTLE, reason, minute);
    }

    Claim claim() {
        return Claim.of(incident());
    }

    /** Whether a budget holds it, not a surge. */
    boolean isOrdered() {
        return claim() instanceof Claim.Budget;
    }

    IncidentState incident() {
        return step.incident(state.incident, state.function);
    }

    ThrottleRule rule() {
        return step.terms.policyFor(ScopeKind.FUNCTION, state.function).throttle();
    }

    /** Whether the limit wanted was observed set; without that it has a place, but nothing is believed of it. */
    boolean isHeld() {
        return state.held;
    }

    Hold hold() {
        Hold.Stage stage = state.held ? Hold.Stage.HELD : Hold.Stage.ASKED;
        return new Hold(stage, state.current, state.previous, state.maxUntil, state.lever());
    }

    /** Asks for a limit: the first, a higher or a lower one. */
    void ask(int limit, DecisionType type, Reason reason, long minute) {
        if (limit != state.current) {
            state.before = state.current;
            state.current = limit;
            state.changedAt = step.now;
        }
        step.decide(type, reason, Subject.of(incident()), minute, Subject.Limit.of(state), "");
        state.asking = type.wire();
        state.askedAt = step.now;
        state.reason = reason.wire();
        state.held = step.terms.recorded();
        if (state.held) note();
        name();
        restate();
    }

    private void note() {
        claim().act(state.asking, step.now, state.current, state.lever());
    }

    /** Our limit was observed set; the mark's end is the end, whatever was meant. */
    void observed(LimitObservation seen) {
        if (seen.until() > 0) state.maxUntil = Math.min(state.maxUntil, seen.until());
        // what was found when it was carried out counts, and no limit is above that
        boolean answers = seen.intent().equals(state.intent);
        // and so does a mark with the limit that is wanted, whichever act wrote it: by it the limit is given back
        if (answers || seen.kind() == LimitObservation.Kind.MARKED) state.previous = seen.previous();
        if (answers && seen.limit() < state.current) state.current = seen.limit();
        if (seen.limit() != state.current) {
            if (seen.at() > state.seenAt) askAgain();
            return;
        }
        state.seenAt = Math.max(state.seenAt, seen.at());
        state.trouble = "";
        if (state.held) return;
        state.held = true;
        IncidentState incident = incident();
        incident.couldNot = "";
        note();
        step.decide(DecisionType.HELD, reason(), Subject.of(incident), -1, Subject.Limit.of(state), "");
        if (!state.asking.equals(DecisionType.RAISE.wire())) step.update(incident, reason());
    }

    /** An older act was carried out after the one that was wanted was seen: what is wanted does not stand any more. */
    void askAgain() {
        if (!state.held) return;
        state.held = false;
        state.askedAt = step.now;
        name();
        restate();
    }

    private Reason reason() {
        return Reason.of(state.reason).orElse(Reason.ADOPTED);
    }

    /** It did not work this time. */
    void failed(String words) {
        if (!state.held) state.trouble = words;
    }

    /** It will not be set, whatever half of it stands is taken back; where AWS refused it its place is free at once. */
    void couldNot(String words, boolean refused) {
        if (state.asking.equals(DecisionType.RAISE.wire())) {
            // it was on its way up, and what stands is given back as it would have been some minutes later
            release(Reason.HOLD_OVER);
            return;
        }
        IncidentState incident = incident();
        incident.couldNot = words;
        step.decide(DecisionType.COULD_NOT, Reason.COULD_NOT, Subject.of(incident), -1, Subject.Limit.of(state), words);
        step.state.leases.remove(state.function);
        Releasing.begin(
                step, this, Reason.COULD_NOT, refused ? rule().cooldown().toMillis() : 0, !refused);
        step.update(incident, Reason.COULD_NOT);
    }

    /**
     * A person or tool took the limit over, or released it: left alone, and never ours again.
     *
     * @param gone whether it was observed that nothing of ours is left on it
     */
    void handedOver(String words, boolean gone) {
        IncidentState incident = incident();
        step.decide(
                DecisionType.OVERRIDE,
                Reason.OVERRIDDEN,
                Subject.of(incident),
                -1,
                Subject.Limit.of(state).back(),
                words);
        if (gone) state.seenAt = 0;
        claim().act("override", step.now, -1, state.lever());
        end(Reason.OVERRIDDEN, 0);
        step.update(incident, Reason.OVERRIDDEN);
        step.incidents.settleIfOver(incident);
    }

    void release(Reason reason) {
        release(reason, -1, rule().cooldown().toMillis());
    }

    /** Gives back what was found, and leaves the function alone for the cooldown after that, milliseconds. */
    void release(Reason reason, long minute, long cooldown) {
        IncidentState incident = incident();
        step.decide(
                DecisionType.RELEASE,
                reason,
                Subject.of(incident),
                minute,
                Subject.Limit.of(state).back(),
                "");
        boolean evidence = step.now < calmAt();
        end(reason, cooldown);
        if (step.isOpen(incident) && reason != Reason.NOT_BINDING) {
            incident.cureFailed = state.leastCost >= CURED_BELOW * state.costBefore
                    && state.leastDemand >= CURED_BELOW * state.demandBefore;
            if (reason == Reason.MAX_HOLD && evidence) step.update(incident, reason);
        }
        step.incidents.settleIfOver(incident);
    }

    private void end(Reason reason, long cooldown) {
        step.state.leases.remove(state.function);
        Releasing.begin(step, this, reason, cooldown);
    }

    /** Keeps it for another hold, at its limit again if it was on its way up. */
    void prolong(IncidentState current, long minute, Reason reason) {
        state.evidenceAt = step.now;
        long hold = step.terms.policyFor(current).throttle().hold().toMillis();
        long until = Math.min(step.now + hold, state.maxUntil);
        if (state.phase != LeasePhase.HELD) {
            state.phase = LeasePhase.HELD;
            state.loweredAt = step.now;
            ask(state.limit, DecisionType.LOWER, reason, minute);
            if (step.terms.recorded()) step.update(current, reason);
            state.holdUntil = Math.max(state.holdUntil, until);
        } else if (step.now >= state.holdUntil && until > state.holdUntil) {
            state.holdUntil = until;
            if (Claim.of(current).prolongs()) {
                step.decide(DecisionType.PROLONG, reason, Subject.of(current), minute, Subject.Limit.of(state), "");
            }
        }
    }

    /** Keeps it until then, to the end of its mark at most, at its limit again if it was on its way up. */
    void keepUntil(long until) {
        state.holdUntil = Math.max(state.holdUntil, Math.min(until, state.maxUntil));
        if (state.phase == LeasePhase.HELD) {
            step.decide(
                    DecisionType.PROLONG, Reason.REQUESTED, Subject.of(incident()), -1, Subject.Limit.of(state), "");
            return;
        }
        state.phase = LeasePhase.HELD;
        state.loweredAt = step.now;
        ask(state.limit, DecisionType.LOWER, Reason.REQUESTED, -1);
    }

    /** Whether the mode still allows it. */
    boolean mayStand() {
        Mode mode = step.terms.book().mode();
        return mode == Mode.ENFORCE || mode == Mode.APPROVE && state.approved;
    }

    /** Does what only the clock, the policy and the inventory ask for. */
    void tick() {
        if (state.askedAt == 0) state.askedAt = step.now;
        state.maxUntil = Math.min(state.maxUntil, state.since + rule().maxHold().toMillis());
        if (step.terms.fleet().gone().contains(state.function)) release(Reason.GONE);
        else if (step.now >= state.maxUntil) release(Reason.MAX_HOLD);
        else if (step.terms.policyFor(ScopeKind.FUNCTION, state.function).protect()) release(Reason.PROTECTED);
        else if (!state.held && step.now >= state.askedAt + OBSERVED_WITHIN) couldNot(trouble(), false);
        else if (state.held && step.now >= stepAt() && !step.budgets.takesOver(this)) stepUp();
    }

    private String trouble() {
        boolean silent = state.trouble == null || state.trouble.isEmpty();
        return silent ? "no answer within 10 minutes" : state.trouble;
    }

    /** When the lease changes next if nothing is heard of it. */
    long dueAt() {
        return Math.min(state.held ? stepAt() : state.askedAt + OBSERVED_WITHIN, state.maxUntil);
    }

    private long stepAt() {
        if (state.phase != LeasePhase.HELD) {
            return state.changedAt + step.terms.settings().stepEvery().toMillis();
        }
        long due = Math.max(state.holdUntil, calmAt());
        // after a relapse the lower limit stays for a cooldown: one flap in each at most
        return state.loweredAt < 0
                ? due
                : Math.max(due, state.loweredAt + rule().cooldown().toMillis());
    }

    private long calmAt() {
        return state.evidenceAt + step.terms.settings().calmBeforeRelease().toMillis();
    }

    private void stepUp() {
        LeasePhase next = state.phase == LeasePhase.HELD ? LeasePhase.TWICE : LeasePhase.FOUR_TIMES;
        long target = (long) state.limit * (next == LeasePhase.TWICE ? 2 : 4);
        if (state.phase == LeasePhase.FOUR_TIMES || isTooHigh(target)) {
            release(Reason.HOLD_OVER);
            return;
        }
        state.phase = next;
        ask((int) target, DecisionType.RAISE, Reason.STEP_UP, -1);
    }

    /** Whether the next step would be as good as a release, or take too much from the others. */
    private boolean isTooHigh(long target) {
        if (state.previous >= 0 && target >= state.previous) return true;
        // between paused and running there is nothing
        if (state.leverKind.pauses() || !state.leverKind.takes(target)) return true;
        if (!state.leverKind.refuses()) return target >= step.terms.concurrency();
        return state.previous < 0
                && (target - state.current > claim().room(step) || target >= step.headroom.unreserved());
    }

    void restateDue() {
        if (!state.held && step.now >= state.intentAt + NAMED_ANEW_AFTER) name();
        if (step.now >= state.statedAt + step.terms.restateMillis()) restate();
    }

    private void name() {
        state.intent = state.incident + ':' + claim().nextIntent(step);
        state.intentAt = step.now;
    }

    void restate() {
        state.statedAt = step.now;
        long fresh = step.now + step.terms.settings().freshFor().toMillis();
        step.out.wishes.add(new Wish(
                state.intent,
                step.state.account,
                step.state.region,
                state.function,
                true,
                state.current,
                state.before == state.current ? -1 : state.before,
                state.previous,
                state.seenAt > 0,
                state.maxUntil,
                Math.min(fresh, state.maxUntil),
                state.incident,
                state.reason,
                state.lever(),
                ""));
    }

    Lever lever() {
        return state.lever();
    }
}

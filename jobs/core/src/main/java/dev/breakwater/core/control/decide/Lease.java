package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeasePhase;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.ThrottleRule;

/**
 * The limit that control wants on a function, and when it ends. A limit is set, raised in steps, and released. {@link
 * LimitState} has the limit's real state. In a recording, a wanted limit counts as set at once.
 */
final class Lease {
    final LeaseState state;
    private final Step step;

    Lease(Step step, LeaseState state) {
        this.step = step;
        this.state = state;
    }

    /** Starts a lease with its first limit. */
    static void begin(Step step, LeaseState candidate, long minute, Reason reason) {
        step.state.leases.put(candidate.function, candidate);
        step.incident(candidate.incident, candidate.function).begins();
        LimitState limit = new LimitState();
        limit.function = candidate.function;
        limit.leverKind = candidate.leverKind;
        limit.mapping = candidate.mapping;
        limit.incident = candidate.incident;
        limit.lease = name(step);
        step.state.throttledAt.put(limit.lease, step.now);
        limit.until = candidate.maxUntil;
        limit.notAfter = Math.min(step.now + step.terms.settings().freshFor().toMillis(), candidate.maxUntil);
        LimitState before = step.state.limits.put(limit.key(), limit);
        if (before != null) limit.follows(before, step.now);
        new Lease(step, candidate).ask(candidate.current, DecisionType.THROTTLE, reason, minute);
    }

    /** Creates a lease's name. Later leases have greater names, even after a loss of state. */
    private static String name(Step step) {
        step.state.leaseCount = Math.max(step.state.leaseCount + 1, step.now / 1000);
        return Long.toString(step.state.leaseCount, 36);
    }

    Claim claim() {
        return Claim.of(incident());
    }

    /** Whether the lease belongs to a budget instead of a surge. */
    boolean isOrdered() {
        return claim() instanceof Claim.Budget;
    }

    IncidentState incident() {
        return step.incident(state.incident, state.function);
    }

    ThrottleRule rule() {
        return step.terms.policyFor(ScopeKind.FUNCTION, state.function).throttle();
    }

    LimitState limit() {
        return step.state.limits.get(LimitState.key(state.function, lever()));
    }

    /**
     * Whether the wanted limit was observed. Before the limit is observed, the function counts as throttled, but the
     * limit does not count as held.
     */
    boolean isHeld() {
        return limit().life == Life.HELD;
    }

    Hold hold() {
        Hold.Stage stage = isHeld() ? Hold.Stage.HELD : Hold.Stage.ASKED;
        Hold hold = new Hold(stage, state.current, state.previous, state.maxUntil, state.lever());
        return isHeld() ? step.seen(hold, limit()) : hold;
    }

    /** Requests the first limit, or a higher or lower limit. */
    void ask(int limit, DecisionType type, Reason reason, long minute) {
        if (limit != state.current) {
            state.before = state.current;
            state.current = limit;
            state.changedAt = step.now;
        }
        step.decide(type, reason, Subject.of(incident()), minute, Subject.Limit.of(state), "");
        state.asking = type.wire();
        state.reason = reason.wire();
        LimitState wanted = limit();
        wanted.want(limit, state.reason, step.now);
        wanted.decidedAfter = step.state.snapshot;
        if (!step.terms.recorded()) return;
        wanted.life = Life.HELD;
        if (state.heldAt == 0) state.heldAt = step.now;
        note();
    }

    private void note() {
        claim().act(state.asking, step.now, state.current, state.lever());
    }

    /** Records that the wanted limit was observed as set. */
    void held() {
        LimitState limit = limit();
        if (limit.found >= Limits.NONE) state.previous = limit.found;
        state.maxUntil = Math.min(state.maxUntil, limit.until);
        IncidentState incident = incident();
        incident.couldNot = "";
        if (state.heldAt == 0) state.heldAt = step.now;
        note();
        Reason reason = Reason.of(state.reason).orElse(Reason.ADOPTED);
        step.decide(DecisionType.HELD, reason, Subject.of(incident), -1, Subject.Limit.of(state), "");
        if (!state.asking.equals(DecisionType.RAISE.wire())) step.update(incident, reason);
    }

    /** Records that the limit will not be set. A part of the limit that is already set is being undone. */
    void couldNot(String words) {
        if (state.asking.equals(DecisionType.RAISE.wire())) {
            // the limit was being raised and its release was due within minutes
            release(Reason.HOLD_OVER);
            return;
        }
        IncidentState incident = incident();
        incident.couldNot = words;
        step.decide(DecisionType.COULD_NOT, Reason.COULD_NOT, Subject.of(incident), -1, Subject.Limit.of(state), words);
        end(Reason.COULD_NOT, rule().cooldown().toMillis());
        step.update(incident, Reason.COULD_NOT);
        step.incidents.settleIfOver(incident);
    }

    /**
     * Records that a person or tool changed or released the limit. Breakwater leaves a function alone after a person or
     * tool changed its limit.
     */
    void handedOver(String words) {
        IncidentState incident = incident();
        step.decide(
                DecisionType.OVERRIDE,
                Reason.OVERRIDDEN,
                Subject.of(incident),
                -1,
                Subject.Limit.of(state).back(),
                words);
        claim().act("override", step.now, -1, state.lever());
        limit().reason = Reason.OVERRIDDEN.wire();
        leave();
        state.overAt = step.now;
        step.update(incident, Reason.OVERRIDDEN);
        step.incidents.settleIfOver(incident);
    }

    void release(Reason reason) {
        release(reason, -1, rule().cooldown().toMillis());
    }

    /** Restores the earlier value. After the release, Breakwater leaves the function alone for the cooldown. */
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
        boolean goesOn = reason == Reason.MAX_HOLD && evidence || reason == Reason.NOT_WORTH;
        if (step.isOpen(incident) && (goesOn || reason == Reason.NOT_CURED)) step.update(incident, reason);
        step.incidents.settleIfOver(incident);
    }

    private void leave() {
        step.state.leases.remove(state.function);
        step.state.released.put(state.function, state);
    }

    private void end(Reason reason, long cooldown) {
        LimitState limit = limit();
        if (limit != null && (limit.tried || step.terms.recorded())) leave();
        else step.state.leases.remove(state.function);
        if (limit == null) return;
        limit.giveBack(reason.wire(), cooldown, step.now);
        limit.decidedAfter = step.state.snapshot;
        if (!step.terms.recorded()) return;
        step.state.limits.remove(limit.key());
        step.observed.over(limit, true);
    }

    /** Renews the throttle for another hold. A limit that release steps had raised is lowered again. */
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

    /** Whether the throttle must be renewed or its limit lowered again. */
    boolean asksToBeProlonged() {
        return state.phase != LeasePhase.HELD || step.now >= state.holdUntil;
    }

    /**
     * Keeps the throttle until a time, but not beyond the end of its lease. A limit that release steps had raised is
     * lowered again.
     */
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

    /** Whether the mode still allows the lease. */
    boolean mayStand() {
        Mode mode = step.terms.mode(ScopeKind.FUNCTION, state.function);
        return mode == Mode.ENFORCE || mode == Mode.APPROVE && state.approved;
    }

    /** Applies the changes that depend only on the clock, the policy and the inventory. */
    void tick() {
        LimitState limit = limit();
        // a changed policy can move the end earlier, but never later
        state.maxUntil = Math.min(state.maxUntil, state.since + rule().maxHold().toMillis());
        limit.until = Math.min(limit.until, state.maxUntil);
        if (step.terms.recorded() && step.terms.fleet().gone().contains(state.function)) release(Reason.GONE);
        else if (step.now >= state.maxUntil) release(Reason.MAX_HOLD);
        else if (step.terms.policyFor(ScopeKind.FUNCTION, state.function).protect()) release(Reason.PROTECTED);
        else if (isHeld() && step.now >= stepAt() && !step.budgets.takesOver(this)) stepUp();
    }

    /** When the lease changes next if no new data arrives. */
    long dueAt() {
        return isHeld() ? Math.min(stepAt(), state.maxUntil) : state.maxUntil;
    }

    private long stepAt() {
        if (state.phase != LeasePhase.HELD) {
            return state.changedAt + step.terms.settings().stepEvery().toMillis();
        }
        long due = Math.max(state.holdUntil, calmAt());
        // if a limit was raised too early and lowered again, the lowered limit stays for a cooldown, so that the limit
        // can flap only once
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

    /**
     * Whether the next release step would have no effect as a limit, or would take too much concurrency from other
     * functions.
     */
    private boolean isTooHigh(long target) {
        if (state.previous >= 0 && target >= state.previous) return true;
        // a mapping is either paused or running
        if (state.leverKind.pauses() || !state.leverKind.takes(target)) return true;
        if (!state.leverKind.refuses()) return target >= step.terms.concurrency();
        return state.previous < 0
                && (target - state.current > claim().roomForStep(step) || target >= step.headroom.unreserved());
    }

    Lever lever() {
        return state.lever();
    }
}

package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;

/**
 * The limit that control wants on a function, and when it ends. A limit is set, raised in steps, and released. {@link
 * LimitState} has the limit's real state. In a recording, a wanted limit counts as set at once.
 */
public record Lease(Step step, Headroom headroom, Alerts alerts, Incidents incidents, LeaseState state) {
    Claim claim() {
        return new Claim(incident());
    }

    /** Whether the lease belongs to a budget instead of a surge. */
    public boolean isOrdered() {
        return step.isOrdered(state);
    }

    public IncidentState incident() {
        return step.incident(state);
    }

    ThrottleRule rule() {
        return step.terms.policyFor(ScopeKind.FUNCTION, state.function).throttle();
    }

    LimitState limit() {
        return Step.known(step.state.limits.all, LimitState.key(state.function, lever()));
    }

    /**
     * Whether the wanted limit was observed. Before the limit is observed, the function counts as throttled, but the
     * limit does not count as held.
     */
    boolean isHeld() {
        return limit().life == Life.HELD;
    }

    /** Requests the first limit, or a higher or lower limit. */
    void ask(int limit, DecisionType type, Reason reason, long minute) {
        ask(limit, type, reason, minute, "");
    }

    void ask(int limit, DecisionType type, Reason reason, long minute, String words) {
        if (limit != state.current) {
            state.before = state.current;
            state.current = limit;
            state.times.changedAt = step.now;
        }
        step.decide(type, reason, Subject.of(incident()), minute, state.limits(), words);
        state.asking = type.wire();
        state.reason = reason.wire();
        LimitState wanted = limit();
        wanted.want(limit, state.reason, step.now);
        wanted.intent.decidedAfter = step.state.run.snapshot;
        if (!step.terms.recorded()) return;
        wanted.life = Life.HELD;
        if (state.times.heldAt == 0) state.times.heldAt = step.now;
        note();
    }

    private void note() {
        incident().act(state.asking, step.now, state.current, state.lever);
    }

    /** Records that the wanted limit was observed as set. */
    void held() {
        LimitState limit = limit();
        if (limit.intent.found >= LimitValue.NONE) state.previous = limit.intent.found;
        state.times.maxUntil = Math.min(state.times.maxUntil, limit.intent.until);
        IncidentState incident = incident();
        incident.throttle.couldNot = "";
        if (state.times.heldAt == 0) state.times.heldAt = step.now;
        note();
        Reason reason = Reason.of(state.reason).orElse(Reason.ADOPTED);
        step.decide(DecisionType.HELD, reason, Subject.of(incident), -1, state.limits(), "");
        if (!state.asking.equals(DecisionType.RAISE.wire())) alerts.update(incident, reason);
    }

    /** Records that the limit will not be set. If a part of the limit is already set, that part is being undone. */
    void couldNot(String words) {
        if (state.asking.equals(DecisionType.RAISE.wire())) {
            // the limit was being raised and its release was due within minutes
            release(Reason.HOLD_OVER);
            return;
        }
        IncidentState incident = incident();
        incident.throttle.couldNot = words;
        step.decide(DecisionType.COULD_NOT, Reason.COULD_NOT, Subject.of(incident), -1, state.limits(), words);
        end(Reason.COULD_NOT, rule().cooldown().toMillis());
        alerts.update(incident, Reason.COULD_NOT);
        incidents.settleIfOver(incident);
    }

    /**
     * Records that a person or tool changed or released the limit. Breakwater leaves a function alone after a person or
     * tool changed its limit.
     *
     * @param theirs the limit that they set, or -1 for none
     */
    void handedOver(String words, int theirs) {
        IncidentState incident = incident();
        Decision.Limits now = new Decision.Limits(theirs, state.previous, state.times.maxUntil, state.lever);
        step.decide(DecisionType.OVERRIDE, Reason.OVERRIDDEN, Subject.of(incident), -1, now, words);
        incident().act("override", step.now, theirs, state.lever);
        limit().intent.reason = Reason.OVERRIDDEN.wire();
        leave();
        // AWS does not tell when a value was changed, so only minutes before the last reading of our value count as
        // ours
        long seen = limit().readings.oursAt;
        long over = seen > 0 ? DataMinute.of(seen) : DataMinute.of(step.now) + 1;
        state.times.overAt = over * Step.MINUTE;
        incident.worth.takeBack(over);
        alerts.update(incident, Reason.OVERRIDDEN);
        incidents.settleIfOver(incident);
    }

    public void release(Reason reason) {
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
                state.limits().back(),
                "");
        boolean evidence = step.now < calmAt();
        // the person who changed the mode or the policy knows that the limit ends
        if (reason == Reason.ENFORCEMENT_OFF || reason == Reason.PROTECTED) alerts.endExpected(state.function);
        end(reason, cooldown);
        boolean goesOn = reason == Reason.MAX_HOLD && evidence || reason == Reason.NOT_WORTH;
        if (step.isOpen(incident) && (goesOn || reason == Reason.NOT_CURED)) alerts.update(incident, reason);
        incidents.settleIfOver(incident);
    }

    private void leave() {
        step.state.limits.leases.remove(state.function);
        step.state.limits.released.put(state.function, state);
    }

    private void end(Reason reason, long cooldown) {
        LimitState limit = limit();
        if (limit != null && (limit.acts.tried || step.terms.recorded())) leave();
        else step.state.limits.leases.remove(state.function);
        if (limit == null) return;
        limit.giveBack(reason.wire(), cooldown, step.now);
        limit.intent.decidedAfter = step.state.run.snapshot;
        if (!step.terms.recorded()) return;
        step.state.limits.all.remove(limit.key());
        incidents.limitOver(limit, true);
    }

    /** Renews the throttle for another hold. A limit that release steps had raised is lowered again. */
    void prolong(IncidentState current, long minute, Reason reason) {
        state.times.evidenceAt = step.now;
        long hold = step.terms.policyFor(current).throttle().hold().toMillis();
        long until = Math.min(step.now + hold, state.times.maxUntil);
        if (state.phase != LeaseState.Phase.HELD) {
            state.phase = LeaseState.Phase.HELD;
            state.times.loweredAt = step.now;
            ask(state.limit, DecisionType.LOWER, reason, minute);
            if (step.terms.recorded()) alerts.update(current, reason);
            state.times.holdUntil = Math.max(state.times.holdUntil, until);
        } else if (step.now >= state.times.holdUntil && until > state.times.holdUntil) {
            state.times.holdUntil = until;
            if (!new Claim(current).isOrdered()) {
                step.decide(DecisionType.PROLONG, reason, Subject.of(current), minute, state.limits(), "");
            }
        }
    }

    /** Whether the throttle must be renewed or its limit lowered again. */
    boolean asksToBeProlonged() {
        return state.phase != LeaseState.Phase.HELD || step.now >= state.times.holdUntil;
    }

    /**
     * Keeps the throttle until a time, but not beyond the end of its lease. A limit that release steps had raised is
     * lowered again.
     */
    public void keepUntil(long until) {
        state.times.holdUntil = Math.max(state.times.holdUntil, Math.min(until, state.times.maxUntil));
        if (state.phase == LeaseState.Phase.HELD) {
            step.decide(DecisionType.PROLONG, Reason.REQUESTED, Subject.of(incident()), -1, state.limits(), "");
            return;
        }
        state.phase = LeaseState.Phase.HELD;
        state.times.loweredAt = step.now;
        ask(state.limit, DecisionType.LOWER, Reason.REQUESTED, -1);
    }

    /** Whether the mode still allows the lease. */
    public boolean mayStand() {
        Mode mode = step.terms.mode(ScopeKind.FUNCTION, state.function);
        return mode == Mode.ENFORCE || mode == Mode.APPROVE && state.approved;
    }

    /**
     * Applies the changes that depend only on the clock, the policy and the inventory. Returns whether the next release
     * step is due.
     */
    public boolean tick() {
        LimitState limit = limit();
        // a changed policy can move the end earlier, but never later
        state.times.maxUntil = Math.min(
                state.times.maxUntil, state.times.since + rule().maxHold().toMillis());
        limit.intent.until = Math.min(limit.intent.until, state.times.maxUntil);
        if (step.terms.recorded() && step.terms.fleet().gone().contains(state.function)) release(Reason.GONE);
        else if (step.now >= state.times.maxUntil) release(Reason.MAX_HOLD);
        else if (step.terms.policyFor(ScopeKind.FUNCTION, state.function).protect()) release(Reason.PROTECTED);
        else if (isStepTooHighNow()) release(Reason.HOLD_OVER);
        else return isHeld() && step.now >= stepAt();
        return false;
    }

    /** When the lease changes next if no new data arrives. */
    public long dueAt() {
        return isHeld() ? Math.min(stepAt(), state.times.maxUntil) : state.times.maxUntil;
    }

    /**
     * How much more concurrency the limit may take from the unreserved pool. The value is negative if too little is
     * left.
     */
    long room() {
        return claim().room(headroom);
    }

    private long stepAt() {
        if (state.phase != LeaseState.Phase.HELD) {
            return Math.max(
                    calmAt(),
                    state.times.changedAt + step.terms.settings().stepEvery().toMillis());
        }
        long due = Math.max(state.times.holdUntil, calmAt());
        // if a limit was raised too early and lowered again, the lowered limit stays for a cooldown, so that the limit
        // can flap only once
        return state.times.loweredAt < 0
                ? due
                : Math.max(due, state.times.loweredAt + rule().cooldown().toMillis());
    }

    /** In a live run, the time in which the job was down does not count as calm. */
    private long calmAt() {
        long began = step.terms.recorded() ? 0 : step.state.run.beganAt;
        return Math.max(state.times.evidenceAt, began)
                + step.terms.settings().calmBeforeRelease().toMillis();
    }

    /** Raises the limit by one release step, or releases it. */
    public void stepUp() {
        LeaseState.Phase next =
                state.phase == LeaseState.Phase.HELD ? LeaseState.Phase.TWICE : LeaseState.Phase.FOUR_TIMES;
        long target = state.lever.kind().times(state.limit, next == LeaseState.Phase.TWICE ? 2 : 4);
        if (state.phase == LeaseState.Phase.FOUR_TIMES || isTooHigh(target)) {
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
        // a mapping is either paused or running
        if (state.lever.kind().pauses() || !state.lever.kind().binds(target, state.previous)) return true;
        if (!state.lever.kind().refuses()) return state.instances((int) target) >= step.terms.concurrency();
        return state.previous < 0
                && (target - state.current > claim().roomForStep(headroom) || target >= headroom.unreserved());
    }

    /**
     * Whether a release step that AWS has not set yet has become too high. AWS may refuse a call for minutes, and other
     * functions may need the concurrency in the meantime. When the step was chosen, it could take at most half of the
     * free concurrency. The free concurrency no longer includes the step, so the step may now take at most all of it.
     */
    private boolean isStepTooHighNow() {
        boolean waits = !isHeld() && state.asking.equals(DecisionType.RAISE.wire());
        return waits && state.takesFromPool() && state.current - state.before > headroom.free();
    }

    Lever lever() {
        return state.lever;
    }
}

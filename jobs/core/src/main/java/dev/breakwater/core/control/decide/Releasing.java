package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.control.ReleaseState;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Reason;

/**
 * A limit on its way back: stated until it was observed that nothing of ours is left, however long that takes. Of a
 * recording it is so at once.
 */
final class Releasing {
    /** How long it is remembered after that: a reading from before may still come. */
    static final long REMEMBERED = Step.HOUR;

    final ReleaseState state;
    private final Step step;

    Releasing(Step step, ReleaseState state) {
        this.step = step;
        this.state = state;
    }

    static void begin(Step step, Lease lease, Reason reason, long cooldown) {
        begin(step, lease, reason, cooldown, reason != Reason.OVERRIDDEN);
    }

    /**
     * @param underWay whether our limit may be set without anybody having seen it: then its place is not free yet
     */
    static void begin(Step step, Lease lease, Reason reason, long cooldown, boolean underWay) {
        LeaseState from = lease.state;
        ReleaseState to = new ReleaseState();
        to.function = from.function;
        to.incident = from.incident;
        to.reason = reason.wire();
        to.limit = from.current;
        to.before = from.before == from.current ? -1 : from.before;
        to.previous = from.previous;
        to.until = from.maxUntil;
        to.releasedAt = step.now;
        to.cooldown = cooldown;
        to.leverKind = from.leverKind;
        to.mapping = from.mapping;
        to.stands = from.seenAt > 0 || step.terms.recorded();
        to.underWay = underWay;
        to.intent = from.incident + ':' + lease.claim().nextIntent(step);
        to.intentAt = step.now;
        step.state.releases.put(to.limitKey(), to);
        Releasing releasing = new Releasing(step, to);
        releasing.restate();
        if (step.terms.recorded()) {
            to.givenBackAt = step.now;
            releasing.over();
        }
    }

    /** Whether it takes a place of the blast radius. */
    boolean takesPlace() {
        return stands() || state.givenBackAt == 0 && state.underWay;
    }

    /** Whether our limit may be on it: people are told of it. */
    boolean stands() {
        boolean ofAnEarlierVersion = state.intentAt == 0;
        return state.givenBackAt == 0 && (state.stands || ofAnEarlierVersion);
    }

    boolean isGivenBack() {
        return state.givenBackAt != 0;
    }

    Hold hold() {
        return new Hold(Hold.Stage.RELEASING, state.limit, state.previous, state.until, state.lever());
    }

    /** A throttle that was under way when it was taken back was carried out after all. */
    void observedSet() {
        state.stands = true;
    }

    /** It was observed that nothing of ours is left. */
    void givenBack() {
        state.givenBackAt = step.now;
        step.decide(
                DecisionType.GIVEN_BACK,
                reason(),
                subject(),
                -1,
                new Subject.Limit(-1, state.previous, state.until, state.lever()),
                "");
        over();
        IncidentState incident = step.incident(state.incident, state.function);
        if (incident != null) step.incidents.settleIfOver(incident);
    }

    private void over() {
        if (state.cooldown > 0) step.state.cooldowns.put(state.function, step.now + state.cooldown);
        IncidentState incident = step.incident(state.incident, state.function);
        boolean restored = state.stands && reason() != Reason.OVERRIDDEN;
        if (incident != null && restored) Claim.of(incident).act("release", step.now, state.previous, state.lever());
        state.stands = false;
    }

    private Subject subject() {
        IncidentState incident = step.incident(state.incident, state.function);
        return incident == null ? Subject.of(step.function(state.function), state.incident) : Subject.of(incident);
    }

    private Reason reason() {
        return Reason.of(state.reason).orElse(Reason.HOLD_OVER);
    }

    long dueAt() {
        return isGivenBack() ? state.givenBackAt + REMEMBERED : state.statedAt + step.terms.restateMillis();
    }

    void restateDue() {
        if (isGivenBack() || step.now < state.statedAt + step.terms.restateMillis()) return;
        if (step.now >= state.intentAt + Lease.NAMED_ANEW_AFTER) name();
        restate();
    }

    /** It was observed given back, and something was done to it since. */
    void askAgain() {
        state.givenBackAt = 0;
        state.releasedAt = step.now;
        name();
        restate();
    }

    private void name() {
        state.intent = state.incident + ":r" + step.state.sequence + '-' + step.now / 1000;
        state.intentAt = step.now;
    }

    void restate() {
        state.statedAt = step.now;
        step.out.wishes.add(new Wish(
                state.intent,
                step.state.account,
                step.state.region,
                state.function,
                false,
                state.limit,
                state.before,
                state.previous,
                state.stands,
                state.until,
                Long.MAX_VALUE,
                state.incident,
                state.reason,
                state.lever(),
                ""));
    }
}

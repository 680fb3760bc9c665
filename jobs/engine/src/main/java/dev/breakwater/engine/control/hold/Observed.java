package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows observations of limits, and makes the calls that bring limits to the wanted state. */
public final class Observed {
    private final Step step;
    private final LeftAlone leftAlone;
    private final Alerts alerts;
    private final Incidents incidents;
    private final Leases leases;
    private final Reconciler reconciler;

    public Observed(Step step, LeftAlone leftAlone, Alerts alerts, Incidents incidents, Leases leases) {
        this.step = step;
        this.leftAlone = leftAlone;
        this.alerts = alerts;
        this.incidents = incidents;
        this.leases = leases;
        int concurrency = step.terms.fleet().concurrency();
        long room = concurrency < 0 ? -1 : concurrency - step.terms.fleet().reservedInAll() - Headroom.AWS_MINIMUM;
        Set<String> owners = new HashSet<>(step.terms.settings().owners());
        // a renamed instance still releases the limits that its ledger lists
        owners.add(step.state.run.formerOwner);
        Reconciler.Terms terms = new Reconciler.Terms(step.terms.settings().owner(), owners, room);
        reconciler = new Reconciler(terms, this::take);
    }

    /** Starts the due calls, beginning with releases. At most {@code atOnce} calls are open at the same time. */
    public void call(Reconciler.Gate gate, int atOnce) {
        List<LimitState> limits = new ArrayList<>(step.state.limits.all.values());
        limits.sort(Comparator.comparingInt(Observed::rank).thenComparing(l -> l.key()));
        long free = atOnce - limits.stream().filter(l -> l.calls.callAt > 0).count();
        for (LimitState limit : limits) {
            if (free <= 0) return;
            Call call = reconciler.next(limit, gate, step.now);
            if (call != null) {
                limit.calls.callAt = step.now;
                step.out.calls.add(call);
                free--;
            } else if (reconciler.isOver(limit, step.now)) {
                step.state.limits.all.remove(limit.key(), limit);
            }
        }
    }

    private static int rank(LimitState limit) {
        return switch (limit.life) {
            case RETURNING -> 0;
            case SETTING -> 1;
            case HELD -> 2;
            default -> 3;
        };
    }

    public void answered(Call.Answer answer) {
        LimitState limit = step.state.limits.all.get(answer.call().limit());
        if (limit == null) dropped(answer.call());
        // the lease was dropped in the meantime
        if (limit == null || limit.calls.callAt == 0) return;
        if (answer.reading() != null) handsOff(limit, answer.reading());
        boolean taken = limit.reports.takenUntil > 0;
        reconciler.answered(limit, heeded(answer));
        if (taken && limit.reports.takenUntil == 0) trouble(LimitTrouble.Kind.TAKEN_OVER, limit, "", true);
        // the text of an open alert must show the present value
        if (limit.reports.toldTrouble && limit.readings.shown != limit.reports.toldValue)
            trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, limit.calls.trouble, false);
        protect(limit, answer.reading());
    }

    /**
     * Records that a decision was withdrawn before its first call. The state that the call found does not matter for a
     * withdrawn decision.
     */
    private void dropped(Call call) {
        LimitState none = new LimitState();
        none.function = call.function();
        none.lever = call.lever();
        LimitEvent free = new LimitEvent(LimitEvent.Kind.FREE, none.key(), LimitValue.UNKNOWN, "");
        step.out.lines.add(LimitLine.of(free, none, 0, step.now));
    }

    /** Checks the tags that were read together with the limit, so that a protected function is not throttled. */
    private void protect(LimitState limit, @Nullable LimitReading reading) {
        if (limit.life != Life.SETTING || limit.acts.tried || reading == null || reading.tags() == null) return;
        Lease lease = leases.of(limit.function);
        if (lease == null || !lease.lever().equals(limit.lever)) return;
        boolean isProtected =
                step.terms.book().forFunction(limit.function, reading.tags()).protect();
        if (isProtected) lease.release(Reason.PROTECTED);
        else if (isTaken(lease, reading)) lease.release(Reason.NO_HEADROOM);
    }

    /**
     * Whether the unreserved pool is too small for the limit. If the function has lost the reservation that the
     * inventory had read, our limit takes its concurrency from that pool.
     */
    private boolean isTaken(Lease lease, LimitReading reading) {
        boolean takes =
                lease.lever().isReservation() && lease.state().previous >= 0 && reading.value() == LimitValue.NONE;
        if (takes) lease.state().previous = LimitValue.NONE;
        return takes && lease.room() < 0;
    }

    /**
     * The answer to a call on a limit. If a person overruled the tag that asks to leave the function alone, the tag is
     * removed from the answer.
     */
    private Call.Answer heeded(Call.Answer a) {
        LimitReading r = a.reading();
        if (r == null
                || r.handsOffUntil() <= 0
                || !leftAlone.isOverruled(a.call().function(), r.handsOffUntil())) return a;
        LimitReading heeded = new LimitReading(r.exists(), r.value(), r.tag(), 0, r.tags());
        return new Call.Answer(a.call(), a.result(), heeded, a.words(), a.began(), a.ended());
    }

    private void handsOff(LimitState limit, LimitReading reading) {
        if (reading.handsOffUntil() > step.now) leftAlone.tagged(limit.function, reading.handsOffUntil());
    }

    private void take(LimitEvent e) {
        LimitState limit = Step.known(step.state.limits.all, e.limit());
        Lease lease = lease(limit);
        boolean byHand = e.kind() == LimitEvent.Kind.YIELDED || e.kind() == LimitEvent.Kind.RELEASED_BY_HAND;
        long until = byHand ? leftAlone.endOr(limit.function, step.now + Limits.HANDS_OFF) : limit.intent.until;
        step.out.lines.add(LimitLine.of(e, limit, until, step.now));
        if (limit.life != Life.RETURNING || limit.reports.toldBack) resolve(limit);
        switch (e.kind()) {
            case HELD -> {
                if (lease == null) leases.adopted(limit, incidents.of(limit));
                else lease.held();
            }
            case COULD_NOT -> {
                if (lease != null) lease.couldNot(e.words());
            }
            case YIELDED -> yielded(limit, lease, e.words());
            case RELEASED_BY_HAND -> {
                if (lease != null) lease.handedOver(e.words(), LimitValue.NONE);
                Lease other = leases.of(limit.function);
                if (other != null) other.release(Reason.OVERRIDDEN);
            }
            case GIVEN_BACK, NOT_SET -> givenBack(limit, e.words());
            case GONE -> gone(limit, lease, e.words());
            case CANNOT_GIVE_BACK -> trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, e.words(), false);
            case TAKEN_OVER -> trouble(LimitTrouble.Kind.TAKEN_OVER, limit, e.words(), false);
            case CAME_BACK ->
                step.decide(
                        DecisionType.RELEASE,
                        Reason.CAME_BACK,
                        Subject.of(step.function(limit.function), limit.intent.incident),
                        -1,
                        new Decision.Limits(-1, limit.intent.found, limit.intent.until, limit.lever),
                        "");
            case FREE -> {}
        }
    }

    void trouble(LimitTrouble.Kind kind, LimitState limit, String words, boolean over) {
        limit.reports.toldValue = limit.readings.shown;
        step.out.troubles.add(new LimitTrouble(
                kind,
                over,
                step.function(limit.function),
                limit.lever,
                limit.readings.shown,
                limit.intent.found,
                words,
                step.now));
    }

    /** Ends the alerts about a fault of a limit. */
    private void resolve(LimitState limit) {
        if (limit.reports.toldTrouble) trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, "", true);
        limit.reports.toldTrouble = false;
        boolean owed = limit.takesPlace();
        if (limit.reports.takenUntil > 0 && !owed) trouble(LimitTrouble.Kind.TAKEN_OVER, limit, "", true);
        if (!owed) limit.reports.takenUntil = 0;
    }

    /** Ends the alerts of a limit whose release this run did not observe. */
    void alertsOver(LimitState limit) {
        limit.reports.toldBack = true;
        resolve(limit);
    }

    /** The lease on the limit, or null if another kind of limit now throttles the function. */
    @Nullable
    Lease lease(LimitState limit) {
        Lease lease = leases.of(limit.function);
        return lease != null && lease.lever().equals(limit.lever) ? lease : null;
    }

    private void yielded(LimitState limit, @Nullable Lease lease, String words) {
        leftAlone.leave(limit.function, limit.since + Limits.HANDS_OFF);
        if (lease != null) lease.handedOver(words, limit.intent.found);
        else if (!limit.reports.toldBack) returned(limit, words, false);
        Lease other = leases.of(limit.function);
        if (other != null) other.release(Reason.OVERRIDDEN);
    }

    private void gone(LimitState limit, @Nullable Lease lease, String words) {
        step.state.limits.all.remove(limit.key());
        limit.intent.reason = Reason.GONE.wire();
        if (lease != null) {
            step.decide(DecisionType.RELEASE, Reason.GONE, lease.incident(), -1);
            step.state.limits.leases.remove(limit.function);
        }
        if (lease != null || limit.life == Life.RETURNING && !limit.reports.toldBack) returned(limit, words, false);
        alertsOver(limit);
    }

    private void givenBack(LimitState limit, String words) {
        // otherwise, a limit that AWS keeps refusing would use up the hour's throttles
        boolean unknown = limit.intent.reason.equals(Reason.ADOPTED.wire());
        if (!limit.acts.wasSet && !unknown) step.state.limits.throttledAt.remove(limit.intent.lease);
        returned(limit, words, limit.acts.wasSet);
    }

    /** Records that the limit no longer has a value from this instance. */
    private void returned(LimitState limit, String words, boolean restored) {
        step.decide(
                DecisionType.GIVEN_BACK,
                Reason.of(limit.intent.reason).orElse(Reason.HOLD_OVER),
                subject(limit),
                -1,
                new Decision.Limits(-1, limit.readings.value, limit.intent.until, limit.lever),
                words);
        settled(limit, restored);
    }

    /**
     * Updates the incident of a limit that has ended. The incident continues without a limit, or it ends if only the
     * limit kept it open.
     */
    void settled(LimitState limit, boolean restored) {
        incidents.limitOver(limit, restored);
        IncidentState incident = step.incident(limit.intent.incident, limit.function);
        if (incident == null) return;
        alerts.update(incident, Reason.of(limit.intent.reason).orElse(Reason.HOLD_OVER));
        incidents.settleIfOver(incident);
    }

    private Subject subject(LimitState limit) {
        IncidentState incident = step.incident(limit.intent.incident, limit.function);
        return incident == null
                ? Subject.of(step.function(limit.function), limit.intent.incident)
                : Subject.of(incident);
    }

    /** When the next call is due, in epoch milliseconds, or Long.MAX_VALUE. */
    public long dueAt() {
        long at = Long.MAX_VALUE;
        for (LimitState limit : step.state.limits.all.values()) at = Math.min(at, reconciler.dueAt(limit, step.now));
        return at;
    }
}

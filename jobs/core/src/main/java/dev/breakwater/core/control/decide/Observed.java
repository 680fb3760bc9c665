package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentId;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.KnownLease;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.control.LimitLine;
import dev.breakwater.core.control.LimitTrouble;
import dev.breakwater.core.control.Sighting;
import dev.breakwater.core.limit.Call;
import dev.breakwater.core.limit.LeaseTag;
import dev.breakwater.core.limit.LimitEvent;
import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.core.limit.LoopTerms;
import dev.breakwater.core.limit.Reading;
import dev.breakwater.core.limit.Reconciler;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.TriggerFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows observations of limits, and makes the calls that bring limits to the wanted state. */
final class Observed {
    /** AWS refuses a reservation that leaves less unreserved concurrency than this. */
    private static final int AWS_MINIMUM = 100;

    private final Step step;
    private final Reconciler reconciler;

    Observed(Step step) {
        this.step = step;
        int concurrency = step.terms.fleet().concurrency();
        long room = concurrency < 0 ? -1 : concurrency - step.terms.fleet().reservedInAll() - AWS_MINIMUM;
        Set<String> owners = new HashSet<>(step.terms.settings().owners());
        // a renamed instance still releases the limits that its ledger lists
        owners.add(step.state.formerOwner);
        LoopTerms terms = new LoopTerms(step.terms.settings().owner(), owners, room);
        reconciler = new Reconciler(terms, this::take);
    }

    /** Starts the due calls, beginning with releases. At most {@code atOnce} calls are open at the same time. */
    void call(Reconciler.Gate gate, int atOnce) {
        List<LimitState> limits = new ArrayList<>(step.state.limits.values());
        limits.sort(Comparator.comparingInt(Observed::rank).thenComparing(l -> l.key()));
        long free = atOnce - limits.stream().filter(l -> l.callAt > 0).count();
        for (LimitState limit : limits) {
            if (free <= 0) return;
            Call call = reconciler.next(limit, gate, step.now);
            if (call != null) {
                limit.callAt = step.now;
                step.out.calls.add(call);
                free--;
            } else if (reconciler.isOver(limit, step.now)) {
                step.state.limits.remove(limit.key(), limit);
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

    void answered(Call.Answer answer) {
        LimitState limit = step.state.limits.get(answer.call().limit());
        if (limit == null) dropped(answer.call());
        // the lease was dropped in the meantime
        if (limit == null || limit.callAt == 0) return;
        if (answer.reading() != null) handsOff(limit, answer.reading());
        boolean taken = limit.takenUntil > 0;
        reconciler.answered(limit, heeded(answer));
        if (taken && limit.takenUntil == 0) trouble(LimitTrouble.Kind.TAKEN_OVER, limit, "", true);
        // the text of an open alert must show the present value
        if (limit.toldTrouble && limit.shown != limit.toldValue)
            trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, limit.trouble, false);
        protect(limit, answer.reading());
    }

    /**
     * Records that a decision was withdrawn before its first call. The state that the call found does not matter for a
     * withdrawn decision.
     */
    private void dropped(Call call) {
        LimitState none = new LimitState();
        none.function = call.function();
        none.leverKind = call.lever().kind();
        none.mapping = call.lever().mapping();
        LimitEvent free = new LimitEvent(LimitEvent.Kind.FREE, none.key(), Limits.UNKNOWN, "");
        step.out.lines.add(LimitLine.of(free, none, 0, step.now));
    }

    /** Checks the tags that were read together with the limit, so that a protected function is not throttled. */
    private void protect(LimitState limit, Reading reading) {
        boolean first = limit.life == Life.SETTING && !limit.tried && reading != null && reading.tags() != null;
        Lease lease = first ? step.lease(limit.function) : null;
        if (lease == null || !lease.lever().equals(limit.lever())) return;
        boolean isProtected =
                step.terms.book().forFunction(limit.function, reading.tags()).protect();
        if (isProtected) lease.release(Reason.PROTECTED);
        else if (isTaken(lease, reading)) lease.release(Reason.NO_HEADROOM);
    }

    /**
     * Whether the unreserved pool is too small for the limit. If the function has lost the reservation that the
     * inventory had read, our limit takes its concurrency from that pool.
     */
    private boolean isTaken(Lease lease, Reading reading) {
        boolean takes = lease.lever().isReservation() && lease.state.previous >= 0 && reading.value() == Limits.NONE;
        if (takes) lease.state.previous = Limits.NONE;
        return takes && lease.claim().room(step) < 0;
    }

    /**
     * The answer to a call on a limit. If a person overruled the tag that asks to leave the function alone, the tag is
     * removed from the answer.
     */
    private Call.Answer heeded(Call.Answer a) {
        Reading r = a.reading();
        if (r == null || r.handsOffUntil() <= 0 || !isOverruled(a.call().function(), r.handsOffUntil())) return a;
        Reading heeded = new Reading(r.exists(), r.value(), r.tag(), 0, r.tags(), r.began());
        return new Call.Answer(a.call(), a.result(), heeded, a.words(), a.began(), a.ended());
    }

    private boolean isOverruled(String function, long until) {
        return until <= step.state.overruled.getOrDefault(function, 0L);
    }

    private void handsOff(LimitState limit, Reading reading) {
        if (reading.handsOffUntil() > step.now) tagged(limit.function, reading.handsOffUntil());
    }

    private void tagged(String function, long until) {
        step.state.handsOffTags.put(function, until);
        // record the tag even if a person overruled it, so that the end of the tag does not end a later request
        step.requests.leftAlone(function, until);
        leaveAlone(function, until);
    }

    /** Leaves a function alone until the given time, for every kind of limit. */
    private void leaveAlone(String function, long until) {
        if (isOverruled(function, until)) return;
        step.state.leftAlone.merge(function, until, Math::max);
        step.requests.leftAlone(function, until);
    }

    /**
     * A person removed the tag that asks to leave the function alone. Removing the tag also ends earlier requests to
     * leave the function alone.
     */
    private void allowAgain(String function, long until) {
        // a tag that expired by itself does not end a later request
        if (step.state.handsOffTags.getOrDefault(function, 0L) == until) return;
        step.state.leftAlone.computeIfPresent(function, (f, end) -> until >= end - Limits.HANDS_OFF ? null : end);
        step.requests.againAllowed(function, until);
    }

    private void take(LimitEvent e) {
        LimitState limit = step.state.limits.get(e.limit());
        Lease lease = lease(limit);
        boolean byHand = e.kind() == LimitEvent.Kind.YIELDED || e.kind() == LimitEvent.Kind.RELEASED_BY_HAND;
        long until =
                byHand ? step.state.leftAlone.getOrDefault(limit.function, step.now + Limits.HANDS_OFF) : limit.until;
        step.out.lines.add(LimitLine.of(e, limit, until, step.now));
        if (limit.life != Life.RETURNING || limit.toldBack) resolve(limit);
        switch (e.kind()) {
            case HELD -> {
                if (lease == null) adopted(limit);
                else lease.held();
            }
            case COULD_NOT -> {
                if (lease != null) lease.couldNot(e.words());
            }
            case YIELDED -> yielded(limit, lease, e.words());
            case RELEASED_BY_HAND -> {
                if (lease != null) lease.handedOver(e.words());
                Lease other = step.lease(limit.function);
                if (other != null) other.release(Reason.OVERRIDDEN);
            }
            case GIVEN_BACK -> givenBack(limit, e.words());
            case GONE -> gone(limit, lease, e.words());
            case CANNOT_GIVE_BACK -> trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, e.words(), false);
            case TAKEN_OVER -> trouble(LimitTrouble.Kind.TAKEN_OVER, limit, e.words(), false);
            case CAME_BACK ->
                step.decide(
                        DecisionType.RELEASE,
                        Reason.CAME_BACK,
                        Subject.of(step.function(limit.function), limit.incident),
                        -1,
                        new Subject.Limit(-1, limit.found, limit.until, limit.lever()),
                        "");
            case FREE -> {}
        }
    }

    private void trouble(LimitTrouble.Kind kind, LimitState limit, String words, boolean over) {
        limit.toldValue = limit.shown;
        step.out.troubles.add(new LimitTrouble(
                kind,
                over,
                step.state.account,
                step.state.region,
                limit.function,
                limit.lever(),
                limit.shown,
                limit.found,
                words,
                step.now));
    }

    /** Ends the alerts about a fault of a limit. */
    private void resolve(LimitState limit) {
        if (limit.toldTrouble) trouble(LimitTrouble.Kind.CANNOT_GIVE_BACK, limit, "", true);
        limit.toldTrouble = false;
        boolean owed = limit.takesPlace();
        if (limit.takenUntil > 0 && !owed) trouble(LimitTrouble.Kind.TAKEN_OVER, limit, "", true);
        if (!owed) limit.takenUntil = 0;
    }

    /** Ends the alerts of a limit whose release this run did not observe. */
    private void alertsOver(LimitState limit) {
        limit.toldBack = true;
        resolve(limit);
    }

    /** The lease on the limit, or null if another kind of limit now throttles the function. */
    private Lease lease(LimitState limit) {
        Lease lease = step.lease(limit.function);
        return lease != null && lease.lever().equals(limit.lever()) ? lease : null;
    }

    private void yielded(LimitState limit, Lease lease, String words) {
        leaveAlone(limit.function, limit.since + Limits.HANDS_OFF);
        if (lease != null) lease.handedOver(words);
        else if (!limit.toldBack) returned(limit, words, false);
        Lease other = step.lease(limit.function);
        if (other != null) other.release(Reason.OVERRIDDEN);
    }

    private void gone(LimitState limit, Lease lease, String words) {
        step.state.limits.remove(limit.key());
        limit.reason = Reason.GONE.wire();
        if (lease != null) {
            step.decide(DecisionType.RELEASE, Reason.GONE, lease.incident(), -1);
            step.state.leases.remove(limit.function);
        }
        if (lease != null || limit.life == Life.RETURNING && !limit.toldBack) returned(limit, words, false);
        alertsOver(limit);
    }

    private void givenBack(LimitState limit, String words) {
        // a limit that AWS keeps refusing would use up the hour's throttles
        boolean unknown = limit.reason.equals(Reason.ADOPTED.wire());
        if (!limit.wasSet && !unknown) step.state.throttledAt.remove(limit.lease);
        returned(limit, words, limit.wasSet);
    }

    /** Records that the limit no longer has a value from this instance. */
    private void returned(LimitState limit, String words, boolean restored) {
        step.decide(
                DecisionType.GIVEN_BACK,
                Reason.of(limit.reason).orElse(Reason.HOLD_OVER),
                subject(limit),
                -1,
                new Subject.Limit(-1, limit.value, limit.until, limit.lever()),
                words);
        settled(limit, restored);
    }

    /**
     * Lets the limit's incident continue without a limit, or ends the incident if the limit was its last reason to stay
     * open.
     */
    private void settled(LimitState limit, boolean restored) {
        over(limit, restored);
        IncidentState incident = step.incident(limit.incident, limit.function);
        if (incident == null) return;
        step.update(incident, Reason.of(limit.reason).orElse(Reason.HOLD_OVER));
        step.incidents.settleIfOver(incident);
    }

    /** Begins the cooldown, and records the release in the lease and the incident. */
    void over(LimitState limit, boolean restored) {
        if (limit.cooldown > 0) step.state.cooldowns.put(limit.function, step.now + limit.cooldown);
        LeaseState lease = step.state.released.get(limit.function);
        if (lease != null && lease.lever().equals(limit.lever()) && lease.overAt == 0) lease.overAt = step.now;
        IncidentState incident = step.incident(limit.incident, limit.function);
        if (incident != null && restored) Claim.of(incident).act("release", step.now, limit.found, limit.lever());
    }

    private Subject subject(LimitState limit) {
        IncidentState incident = step.incident(limit.incident, limit.function);
        return incident == null ? Subject.of(step.function(limit.function), limit.incident) : Subject.of(incident);
    }

    // the rest of this class is about limits that a run finds when it starts without state

    /** Processes a tag that an inventory round found. If the tag's limit is unknown, the limit is read. */
    void sighted(Sighting seen) {
        if (seen.handsOffUntil() > step.now) tagged(seen.function(), seen.handsOffUntil());
        else if (seen.handsOffUntil() > 0) allowAgain(seen.function(), seen.handsOffUntil());
        String key = LimitState.key(seen.function(), seen.lever());
        boolean readable = seen.tag() == null || LeaseTag.read(seen.tag()).readable();
        if (readable && step.state.unreadable.remove(key) != null)
            trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), "", true);
        if (seen.tag() == null || step.state.limits.containsKey(key)) return;
        LeaseTag.Reading read = LeaseTag.read(seen.tag());
        if (!read.readable()) {
            Sighting before = step.state.unreadable.put(key, seen);
            if (before == null || !seen.tag().equals(before.tag()))
                trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), read.fault(), false);
            return;
        }
        LeaseTag tag = read.tag();
        boolean ours = step.terms.settings().owners().stream().anyMatch(tag::isOf);
        if (ours) adopt(known(seen, tag));
    }

    /** Forgets the tags of functions and mappings that no longer exist. */
    void forgetGone() {
        for (String key : Step.keys(step.state.unreadable)) {
            Sighting seen = step.state.unreadable.get(key);
            if (!isGone(seen)) continue;
            step.state.unreadable.remove(key);
            trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), "", true);
        }
    }

    private boolean isGone(Sighting seen) {
        if (step.terms.fleet().gone().contains(seen.function())) return true;
        TriggerFacts later = step.terms.fleet().triggers(seen.function());
        return !seen.lever().isReservation()
                && later.sensedAt() > seen.at()
                && later.of(seen.lever().mapping()) == null;
    }

    private static LimitState unknown(Sighting seen) {
        LimitState limit = new LimitState();
        limit.function = seen.function();
        limit.leverKind = seen.lever().kind();
        limit.mapping = seen.lever().mapping();
        limit.value = seen.value();
        return limit;
    }

    private LimitState known(Sighting seen, LeaseTag tag) {
        LimitState limit = unknown(seen);
        limit.until = Long.MAX_VALUE;
        Reconciler.takeOn(limit, tag);
        if (tag.isOver(step.now)) limit.until = Math.min(limit.until, step.now);
        return limit;
    }

    /** Sets the instance name of the earlier run in this account and region. */
    void formerOwner(String name) {
        boolean renamed = !name.isEmpty() && !step.terms.settings().owners().contains(name);
        boolean was = !step.state.formerOwner.isEmpty();
        step.state.formerOwner = renamed ? name : "";
        LimitState none = new LimitState();
        if (renamed || was) trouble(LimitTrouble.Kind.RENAMED, none, "it was called " + name, !renamed);
    }

    /**
     * Withdraws decisions that were made before the ledgers were read. Decisions made before the ledgers were read did
     * not consider existing limits, or functions to leave alone. No limit was set yet, and control decides again.
     */
    void decideAgain() {
        for (Lease lease : step.leases()) {
            if (!isBegun(lease.limit())) {
                step.state.throttledAt.remove(lease.limit().lease);
                if (lease.state.approved) step.proposals.stillApproved(lease);
                lease.release(Reason.NOT_READ, -1, 0);
            }
        }
        step.state.limits.values().removeIf(limit -> !isBegun(limit));
    }

    private boolean isBegun(LimitState limit) {
        return limit.tried || !limit.ours.isEmpty() || limit.decidedAfter < step.state.began;
    }

    /**
     * Applies an entry of the ledgers about a limit. If there are two leases, the later lease counts. Breakwater no
     * longer manages a lease that ended in the ledger.
     */
    void remembered(KnownLease known) {
        if (known.handsOffUntil() > step.now) leaveAlone(known.function(), known.handsOffUntil());
        long number = number(known.lease());
        step.state.leaseCount = Math.max(step.state.leaseCount, number);
        // a lease's name contains the second in which the lease began, so the lease counts for its hour even after a
        // loss of state
        boolean recent = step.now < number * 1000 + Step.HOUR;
        if (recent && !known.ours().isEmpty()) step.state.throttledAt.putIfAbsent(known.lease(), number * 1000);
        String key = LimitState.key(known.function(), known.lever());
        LimitState here = step.state.limits.get(key);
        boolean same = here != null && here.lease.equals(known.lease());
        boolean newer = here == null || number > number(here.lease);
        if (known.endedAt() > 0) {
            if (same || newer && here != null) ended(here, known);
        } else if (same) {
            known.ours().stream().filter(v -> !here.ours.contains(v)).forEach(v -> here.ours.add(0, v));
            here.tried |= !here.ours.isEmpty();
            here.wasSet |= known.held();
            tellAgain(here);
            if (known.returns() && (here.life == Life.SETTING || here.life == Life.HELD)) giveBack(here);
            if (here.found == Limits.UNKNOWN) here.found = known.found();
        } else if (newer && !known.ours().isEmpty()) {
            LimitState limit = new LimitState();
            limit.function = known.function();
            limit.leverKind = known.lever().kind();
            limit.mapping = known.lever().mapping();
            limit.lease = known.lease();
            limit.incident = known.incident();
            limit.ours.addAll(known.ours());
            limit.written = known.ours().get(known.ours().size() - 1);
            limit.found = known.found();
            limit.until = known.until();
            // reading the present value will show whether the limit was set
            limit.tried = true;
            limit.wasSet = known.held();
            if (here != null) replaced(here);
            adopt(limit);
            if (known.returns()) limit.giveBack(Reason.ADOPTED.wire(), 0, step.now);
        }
    }

    /** Ends the alerts of a lease that a later lease has replaced. */
    private void replaced(LimitState here) {
        step.state.leases.remove(here.function);
        alertsOver(here);
    }

    /** Continues a release that began after this state was stored. */
    private void giveBack(LimitState here) {
        Lease lease = lease(here);
        if (lease != null) lease.release(Reason.LEASE_OVER);
        else here.giveBack(Reason.LEASE_OVER.wire(), 0, step.now);
    }

    /** Takes over the end of a lease that could not be written to the ledger when the end was observed. */
    private void tellAgain(LimitState here) {
        if (here.life != Life.YIELDED && here.life != Life.FREE) return;
        boolean yielded = here.life == Life.YIELDED;
        LimitEvent.Kind kind = yielded ? LimitEvent.Kind.YIELDED : LimitEvent.Kind.GIVEN_BACK;
        LimitEvent end = new LimitEvent(kind, here.key(), here.found, "observed earlier, reported again");
        long until = yielded ? step.state.leftAlone.getOrDefault(here.function, here.until) : here.until;
        step.out.lines.add(LimitLine.of(end, here, until, step.now));
    }

    /** Ends a lease that was already ended elsewhere, for example by a sweep. */
    private void ended(LimitState here, KnownLease known) {
        Lease lease = lease(here);
        if (lease != null) lease.release(Reason.LEASE_OVER);
        if (step.now >= known.endedAt() + Limits.WATCHED) {
            step.state.limits.remove(here.key());
            alertsOver(here);
            settled(here, true);
        } else {
            here.found = known.found();
        }
    }

    /** When the next call is due, in epoch milliseconds, or Long.MAX_VALUE. */
    long dueAt() {
        long at = Long.MAX_VALUE;
        for (LimitState limit : step.state.limits.values()) at = Math.min(at, reconciler.dueAt(limit, step.now));
        return at;
    }

    /** Adopts a limit that is known only from a tag or the ledger. The limit's present value will be read first. */
    void adopt(LimitState limit) {
        long count = number(limit.lease);
        step.state.leaseCount = Math.max(step.state.leaseCount, count);
        limit.wanted = limit.ours.get(limit.ours.size() - 1);
        limit.reason = Reason.ADOPTED.wire();
        Reconciler.restored(limit, step.now);
        step.state.limits.put(limit.key(), limit);
        boolean mayStay = !isThrottledBeside(limit)
                && step.terms.mode(ScopeKind.FUNCTION, limit.function) == Mode.ENFORCE
                && limit.until > step.now;
        if (mayStay) limit.want(limit.wanted, limit.reason, step.now);
        else limit.giveBack(limit.reason, 0, step.now);
        limit.decidedAfter = step.state.snapshot;
        incidentOf(limit);
    }

    /** Whether a function has a lease, or a limit that becomes a lease. A function has one lease at a time. */
    private boolean isThrottledBeside(LimitState limit) {
        return step.lease(limit.function) != null
                || step.limits().stream()
                        .filter(l -> l != limit && l.function.equals(limit.function))
                        .anyMatch(l -> l.life == Life.SETTING || l.life == Life.HELD);
    }

    private static long number(String lease) {
        try {
            return Long.parseLong(lease, 36);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Records that an adopted limit was observed at AWS. The limit is held until the end of its lease. */
    private void adopted(LimitState limit) {
        IncidentState incident = incidentOf(limit);
        LeaseState lease = new LeaseState();
        lease.function = limit.function;
        lease.incident = incident.id;
        lease.policy = step.terms.policyFor(incident).name();
        lease.leverKind = limit.leverKind;
        lease.mapping = limit.mapping;
        lease.limit = limit.wanted;
        lease.current = limit.wanted;
        lease.before = limit.wanted;
        lease.previous = limit.found;
        lease.since = step.now;
        lease.changedAt = step.now;
        lease.evidenceAt = step.now;
        lease.asking = DecisionType.THROTTLE.wire();
        lease.reason = Reason.ADOPTED.wire();
        lease.maxUntil = limit.until;
        lease.holdUntil = limit.until;
        lease.adopted = true;
        step.state.leases.put(lease.function, lease);
        step.decide(DecisionType.HELD, Reason.ADOPTED, Subject.of(incident), -1, Subject.Limit.of(lease), "");
        Admission.giveWay(step);
    }

    /**
     * Restores the limit's incident from the ledger as a closed incident. The incident's alert may still be open and
     * must end.
     */
    private IncidentState incidentOf(LimitState limit) {
        if (limit.incident.isEmpty())
            limit.incident = IncidentId.of(step.function(limit.function), limit.until / Step.MINUTE);
        IncidentState known = step.incident(limit.incident, limit.function);
        if (known != null) return known;
        IncidentState incident = new IncidentState();
        incident.id = limit.incident;
        incident.scopeKind = ScopeKind.FUNCTION;
        incident.account = step.state.account;
        incident.region = step.state.region;
        incident.key = limit.function;
        incident.severity = Severity.CRITICAL;
        incident.triggered = true;
        incident.lastMinute = step.now / Step.MINUTE;
        incident.onset = incident.lastMinute;
        incident.detectedMinute = incident.lastMinute;
        incident.lastEvidence = incident.lastMinute;
        incident.closeReason = Reason.ADOPTED;
        // the key includes the function, because one order of a budget throttles many functions
        step.state.ended.put(IncidentId.on(incident.id, incident.key), incident);
        return incident;
    }
}

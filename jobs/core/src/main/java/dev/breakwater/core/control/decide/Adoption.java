package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.KnownLease;
import dev.breakwater.core.control.LimitLine;
import dev.breakwater.core.control.LimitTrouble;
import dev.breakwater.core.control.Sighting;
import dev.breakwater.core.limit.LeaseTag;
import dev.breakwater.core.limit.LimitEvent;
import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.core.limit.Reconciler;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.TriggerFacts;

/** Limits that a run finds in tags or ledgers, because it started without state or from an older state. */
final class Adoption {
    private final Step step;
    private final LeftAlone leftAlone;
    private final Incidents incidents;
    private final Proposals proposals;
    private final Leases leases;
    private final Observed observed;

    Adoption(
            Step step,
            LeftAlone leftAlone,
            Incidents incidents,
            Proposals proposals,
            Leases leases,
            Observed observed) {
        this.step = step;
        this.leftAlone = leftAlone;
        this.incidents = incidents;
        this.proposals = proposals;
        this.leases = leases;
        this.observed = observed;
    }

    /** Processes a tag that an inventory round found. If the tag's limit is unknown, the limit is read. */
    void sighted(Sighting seen) {
        if (seen.handsOffUntil() > step.now) leftAlone.tagged(seen.function(), seen.handsOffUntil());
        else if (seen.handsOffUntil() > 0) leftAlone.tagRemoved(seen.function(), seen.handsOffUntil());
        String key = LimitState.key(seen.function(), seen.lever());
        boolean readable = seen.tag() == null || LeaseTag.read(seen.tag()).readable();
        if (readable && step.state.unreadable.remove(key) != null)
            observed.trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), "", true);
        if (seen.tag() == null || step.state.limits.containsKey(key)) return;
        LeaseTag.Reading read = LeaseTag.read(seen.tag());
        if (!read.readable()) {
            Sighting before = step.state.unreadable.put(key, seen);
            if (before == null || !seen.tag().equals(before.tag()))
                observed.trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), read.fault(), false);
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
            observed.trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), "", true);
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
        if (renamed || was) observed.trouble(LimitTrouble.Kind.RENAMED, none, "it was called " + name, !renamed);
    }

    /**
     * Withdraws decisions that were made before the ledgers were read. Decisions made before the ledgers were read did
     * not consider existing limits, or functions to leave alone. No limit was set yet, and control decides again.
     */
    void decideAgain() {
        for (Lease lease : leases.all()) {
            if (!isBegun(lease.limit())) {
                step.state.throttledAt.remove(lease.limit().lease);
                if (lease.state.approved) proposals.stillApproved(lease);
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
        if (known.handsOffUntil() > step.now) leftAlone.leave(known.function(), known.handsOffUntil());
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
        observed.alertsOver(here);
    }

    /** Continues a release that began after this state was stored. */
    private void giveBack(LimitState here) {
        Lease lease = observed.lease(here);
        if (lease != null) lease.release(Reason.LEASE_OVER);
        else here.giveBack(Reason.LEASE_OVER.wire(), 0, step.now);
    }

    /** Takes over the end of a lease that could not be written to the ledger when the end was observed. */
    private void tellAgain(LimitState here) {
        if (here.life != Life.YIELDED && here.life != Life.FREE) return;
        boolean yielded = here.life == Life.YIELDED;
        LimitEvent.Kind kind = yielded ? LimitEvent.Kind.YIELDED : LimitEvent.Kind.GIVEN_BACK;
        LimitEvent end = new LimitEvent(kind, here.key(), here.found, "observed earlier, reported again");
        long until = yielded ? leftAlone.endOr(here.function, here.until) : here.until;
        step.out.lines.add(LimitLine.of(end, here, until, step.now));
    }

    /** Ends a lease that was already ended elsewhere, for example by a sweep. */
    private void ended(LimitState here, KnownLease known) {
        Lease lease = observed.lease(here);
        if (lease != null) lease.release(Reason.LEASE_OVER);
        if (step.now >= known.endedAt() + Limits.WATCHED) {
            step.state.limits.remove(here.key());
            observed.alertsOver(here);
            observed.settled(here, true);
        } else {
            here.found = known.found();
        }
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
        incidents.of(limit);
    }

    /** Whether a function has a lease, or a limit that becomes a lease. A function has one lease at a time. */
    private boolean isThrottledBeside(LimitState limit) {
        return leases.of(limit.function) != null
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
}

package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.ControlOutput.LimitTrouble;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.Sighting;

/** Limits that a run finds in tags or ledgers, because it started without state or from an older state. */
public record Adoption(
        Step step,
        LeftAlone leftAlone,
        Accepted accepted,
        Incidents incidents,
        Proposals proposals,
        Leases leases,
        Observed observed) {
    /** Processes a tag that an inventory round found. If the tag's limit is unknown, the limit is read. */
    public void sighted(Sighting seen) {
        if (seen.handsOffUntil() > step.now) leftAlone.tagged(seen.function(), seen.handsOffUntil());
        else if (seen.handsOffUntil() > 0) leftAlone.tagRemoved(seen.function(), seen.handsOffUntil());
        String key = LimitState.key(seen.function(), seen.lever());
        boolean readable = seen.tag() == null || LeaseTag.read(seen.tag()).readable();
        if (readable && step.state.limits.unreadable.remove(key) != null)
            observed.trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), "", true);
        if (seen.tag() == null || step.state.limits.all.containsKey(key)) return;
        LeaseTag.Reading read = LeaseTag.read(seen.tag());
        LeaseTag tag = read.tag();
        if (tag == null) {
            Sighting before = step.state.limits.unreadable.put(key, seen);
            if (before == null || !seen.tag().equals(before.tag()))
                observed.trouble(LimitTrouble.Kind.UNREADABLE_TAG, unknown(seen), read.fault(), false);
            return;
        }
        boolean ours = step.terms.settings().owners().stream().anyMatch(tag::isOf);
        if (ours) adopt(known(seen, tag));
    }

    /** Releases the limits that were found but not observed yet, if a person requested that after they were set. */
    public void releaseRequested() {
        for (LimitState limit : step.limits()) {
            if (limit.life != Life.SETTING || leases.of(limit.function) != null) continue;
            long set = number(limit.intent.lease) * 1000;
            if (leftAlone.isSparedSince(limit.function, set)) limit.giveBack(Reason.REQUESTED.wire(), 0, step.now);
            else if (accepted.isSince(step.function(limit.function), limit.intent.incident, set))
                limit.giveBack(Reason.ACCEPTED.wire(), 0, step.now);
        }
    }

    /** Forgets the tags of functions and mappings that no longer exist. */
    public void forgetGone() {
        for (String key : Step.keys(step.state.limits.unreadable)) {
            Sighting seen = Step.known(step.state.limits.unreadable, key);
            if (!isGone(seen)) continue;
            step.state.limits.unreadable.remove(key);
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
        limit.lever = seen.lever();
        limit.readings.value = seen.value();
        return limit;
    }

    private LimitState known(Sighting seen, LeaseTag tag) {
        LimitState limit = unknown(seen);
        limit.intent.until = Long.MAX_VALUE;
        Reconciler.takeOn(limit, tag);
        if (tag.isOver(step.now)) limit.intent.until = Math.min(limit.intent.until, step.now);
        return limit;
    }

    /** Sets the instance name of the earlier run in this account and region. */
    public void formerOwner(String name) {
        boolean renamed = !name.isEmpty() && !step.terms.settings().owners().contains(name);
        boolean was = !step.state.run.formerOwner.isEmpty();
        step.state.run.formerOwner = renamed ? name : "";
        LimitState none = new LimitState();
        if (renamed || was) observed.trouble(LimitTrouble.Kind.RENAMED, none, "it was called " + name, !renamed);
    }

    /**
     * Withdraws decisions that were made before the ledgers were read. Such decisions did not consider existing limits,
     * or functions to leave alone. No limit was set yet, and control decides again.
     */
    public void decideAgain() {
        for (Lease lease : leases.all()) {
            if (!isBegun(lease.limit())) {
                step.state.limits.throttledAt.remove(lease.limit().intent.lease);
                if (lease.state().approved) proposals.stillApproved(lease);
                lease.release(Reason.NOT_READ, -1, 0);
            }
        }
        step.state.limits.all.values().removeIf(limit -> !isBegun(limit));
    }

    private boolean isBegun(LimitState limit) {
        return limit.acts.tried || !limit.intent.ours.isEmpty() || limit.intent.decidedAfter < step.state.run.began;
    }

    /**
     * Applies an entry of the ledgers about a limit. If there are two leases, the later lease counts. Breakwater no
     * longer manages a lease that ended in the ledger.
     */
    public void remembered(KnownLease known) {
        if (known.handsOffUntil() > step.now) leftAlone.leave(known.function(), known.handsOffUntil());
        long number = number(known.lease());
        step.state.run.leaseCount = Math.max(step.state.run.leaseCount, number);
        // a lease's name contains the second in which the lease began, so the lease counts for its hour even after a
        // loss of state
        boolean recent = step.now < number * 1000 + Step.HOUR;
        if (recent && !known.ours().isEmpty()) step.state.limits.throttledAt.putIfAbsent(known.lease(), number * 1000);
        String key = LimitState.key(known.function(), known.lever());
        LimitState here = step.state.limits.all.get(key);
        boolean same = here != null && here.intent.lease.equals(known.lease());
        boolean newer = here == null || number > number(here.intent.lease);
        if (known.endedAt() > 0) {
            if (here != null && (same || newer)) ended(here, known);
        } else if (here != null && same) {
            known.ours().stream().filter(v -> !here.intent.ours.contains(v)).forEach(v -> here.intent.ours.add(0, v));
            here.acts.tried |= !here.intent.ours.isEmpty();
            here.acts.wasSet |= known.held();
            tellAgain(here);
            if (known.returns()) giveBack(here);
            if (here.intent.found == LimitValue.UNKNOWN) here.intent.found = known.found();
        } else if (newer && !known.ours().isEmpty()) {
            LimitState limit = new LimitState();
            limit.function = known.function();
            limit.lever = known.lever();
            limit.intent.lease = known.lease();
            limit.intent.incident = known.incident();
            limit.intent.ours.addAll(known.ours());
            limit.acts.written = known.ours().get(known.ours().size() - 1);
            limit.intent.found = known.found();
            limit.intent.until = known.until();
            // reading the present value will show whether the limit was set
            limit.acts.tried = true;
            limit.acts.wasSet = known.held();
            if (here != null) replaced(here);
            adopt(limit);
            if (known.returns()) limit.giveBack(Reason.ADOPTED.wire(), 0, step.now);
        }
    }

    /** Ends the alerts of a lease that a later lease has replaced. */
    private void replaced(LimitState here) {
        // another kind of limit may throttle the function now, and its lease stays
        if (observed.lease(here) != null) step.state.limits.leases.remove(here.function);
        observed.alertsOver(here);
    }

    /** Continues a release that began after this state was stored, or that a sweep made. */
    private void giveBack(LimitState here) {
        if (here.life != Life.SETTING && here.life != Life.HELD) return;
        Lease lease = observed.lease(here);
        if (lease != null) lease.release(Reason.LEASE_OVER);
        else here.giveBack(Reason.LEASE_OVER.wire(), 0, step.now);
    }

    /** Reports the end of a lease again, because the end could not be written to the ledger when it was observed. */
    private void tellAgain(LimitState here) {
        if (here.life != Life.YIELDED && here.life != Life.FREE) return;
        boolean yielded = here.life == Life.YIELDED;
        LimitEvent.Kind over = here.acts.isSet() ? LimitEvent.Kind.GIVEN_BACK : LimitEvent.Kind.NOT_SET;
        LimitEvent.Kind kind = yielded ? LimitEvent.Kind.YIELDED : over;
        LimitEvent end = new LimitEvent(kind, here.key(), here.intent.found, "observed earlier, reported again");
        long until = yielded ? leftAlone.endOr(here.function, here.intent.until) : here.intent.until;
        step.out.lines.add(LimitLine.of(end, here, until, step.now));
    }

    /** Ends a lease that was already ended elsewhere, for example by a sweep. */
    private void ended(LimitState here, KnownLease known) {
        giveBack(here);
        if (step.now >= known.endedAt() + Limits.WATCHED) {
            step.state.limits.all.remove(here.key());
            observed.alertsOver(here);
            observed.settled(here, true);
        } else {
            here.intent.found = known.found();
        }
    }

    /** Adopts a limit that is known only from a tag or the ledger. The limit's present value will be read first. */
    void adopt(LimitState limit) {
        long count = number(limit.intent.lease);
        step.state.run.leaseCount = Math.max(step.state.run.leaseCount, count);
        limit.intent.wanted = limit.intent.ours.get(limit.intent.ours.size() - 1);
        limit.intent.reason = Reason.ADOPTED.wire();
        Reconciler.restored(limit, step.now);
        step.state.limits.all.put(limit.key(), limit);
        boolean mayStay = !isThrottledBeside(limit)
                && step.terms.mode(ScopeKind.FUNCTION, limit.function) == Mode.ENFORCE
                && limit.intent.until > step.now;
        if (mayStay) limit.want(limit.intent.wanted, limit.intent.reason, step.now);
        else limit.giveBack(limit.intent.reason, 0, step.now);
        limit.intent.decidedAfter = step.state.run.snapshot;
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

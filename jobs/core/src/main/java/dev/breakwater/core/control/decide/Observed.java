package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentId;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.ReleaseState;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Mode;

/** Takes in what was observed of limits: nothing else says how they stand. */
final class Observed {
    /** Clocks differ, and a reading takes a while: what was read so long before an act may be older than it. */
    private static final long SKEW = 2 * Step.MINUTE;

    private final Step step;

    Observed(Step step) {
        this.step = step;
    }

    void take(LimitObservation seen) {
        switch (seen.kind()) {
            case SET -> set(seen);
            case GIVEN_BACK -> givenBack(seen);
            case HANDS_OFF -> handsOff(seen);
            case AGAIN_ALLOWED -> {
                step.state.leftAlone.remove(seen.function());
                step.requests.againAllowed(seen);
            }
            case REFUSED -> refused(seen);
            case FAILED -> failed(seen);
            case POSTPONED -> {
                failed(seen);
                sayAgain(seen);
            }
            case HELD_BY_OTHER -> heldByOther(seen);
            case MARKED -> marked(seen);
        }
    }

    /** The lease on that limit, or null: a function may be held by another lever meanwhile. */
    private Lease lease(LimitObservation seen) {
        Lease lease = step.lease(seen.function());
        return lease != null && lease.lever().equals(seen.lever()) ? lease : null;
    }

    private void set(LimitObservation seen) {
        Lease lease = lease(seen);
        Releasing releasing = step.releasing(seen.function(), seen.lever());
        if (lease != null && seen.at() + SKEW >= lease.state.since) lease.observed(seen);
        else if (releasing != null) releasing.observedSet();
        // state was lost, and the ledger still knows of it
        else if (lease == null) adopt(seen);
    }

    private void givenBack(LimitObservation seen) {
        Releasing releasing = step.releasing(seen.function(), seen.lever());
        if (releasing != null && seen.at() + SKEW >= releasing.state.releasedAt) releasing.givenBack();
        Lease lease = lease(seen);
        if (lease == null || !seen.intent().equals(lease.state.intent)) return;
        if (lease.isHeld()) lease.release(Reason.LEASE_OVER);
        else lease.failed(seen.reason());
    }

    /** Final for as long as it says, over all levers of the function. */
    private void handsOff(LimitObservation seen) {
        if (seen.until() <= step.now) return;
        boolean news = !step.state.leftAlone.containsKey(seen.function());
        step.state.leftAlone.merge(seen.function(), seen.until(), Math::max);
        step.requests.leftAlone(seen);
        Lease lease = step.lease(seen.function());
        if (lease != null) {
            // a tag is written before anything is given back, and a hand may be on another limit of the function
            lease.handedOver(seen.reason(), seen.intent().equals(lease.state.intent));
        } else if (news && step.releasing(seen.function(), seen.lever()) == null) {
            step.decide(
                    DecisionType.OVERRIDE,
                    Reason.OVERRIDDEN,
                    Subject.of(step.function(seen.function()), ""),
                    -1,
                    Subject.Limit.NONE,
                    seen.reason());
        }
        Releasing releasing = step.releasing(seen.function(), seen.lever());
        // the committer says so when nothing of ours is left; a tag alone proves nothing
        boolean answered = releasing != null && seen.intent().equals(releasing.state.intent);
        if (answered) releasing.givenBack();
    }

    private void refused(LimitObservation seen) {
        Lease lease = lease(seen);
        if (lease != null && !lease.isHeld() && seen.intent().equals(lease.state.intent)) {
            lease.couldNot(seen.reason(), true);
        }
        if (lease == null && isRemembered(seen)) askAgain(seen);
    }

    private void failed(LimitObservation seen) {
        Lease lease = lease(seen);
        if (lease != null) lease.failed(seen.reason());
        else askAgain(seen);
    }

    /** For the next checkpoint, not in a minute. */
    private void sayAgain(LimitObservation seen) {
        Lease lease = lease(seen);
        Releasing releasing = step.releasing(seen.function(), seen.lever());
        if (lease != null) lease.restate();
        else if (releasing != null && !releasing.isGivenBack()) releasing.restate();
    }

    private boolean isRemembered(LimitObservation seen) {
        return step.state.releases.containsKey(ReleaseState.limitKey(seen.function(), seen.lever()));
    }

    /**
     * An act after the one that gave it back, as after a restart, or of which nothing is known any more: how the limit
     * stands now has to be seen once more.
     */
    private void askAgain(LimitObservation seen) {
        ReleaseState release = step.state.releases.get(ReleaseState.limitKey(seen.function(), seen.lever()));
        if (release == null) {
            LeaseState unknown = leaseOf(seen, incidentOf(seen));
            unknown.seenAt = 0;
            Releasing.begin(step, new Lease(step, unknown), Reason.COULD_NOT, 0);
        } else if (release.givenBackAt != 0) {
            new Releasing(step, release).askAgain();
        }
    }

    /**
     * Not ours to touch. Where our limit was seen it may be what the other found, its own mark having been wiped: it is
     * asked for until the other has let go.
     */
    private void heldByOther(LimitObservation seen) {
        Lease lease = lease(seen);
        if (lease != null && seen.intent().equals(lease.state.intent)) lease.couldNot(seen.reason(), true);
        Releasing releasing = step.releasing(seen.function(), seen.lever());
        boolean answered = releasing != null && seen.intent().equals(releasing.state.intent);
        if (answered && !releasing.stands()) releasing.givenBack();
    }

    private void marked(LimitObservation seen) {
        if (!step.terms.settings().owners().contains(seen.owner())) return;
        Lease lease = lease(seen);
        ReleaseState release = step.state.releases.get(ReleaseState.limitKey(seen.function(), seen.lever()));
        if (lease != null) {
            boolean settled = seen.found() == seen.limit();
            boolean fits = settled && seen.limit() == lease.state.current;
            if (fits && seen.at() >= lease.state.askedAt) lease.observed(seen);
            // another act of ours, of which nobody was told, came after what is believed
            else if (settled && !fits && seen.at() > lease.state.seenAt + SKEW) lease.askAgain();
        } else if (release == null || release.givenBackAt > 0 && seen.at() > release.givenBackAt + SKEW) {
            adopt(seen);
        }
    }

    /** A limit of ours that is not known: held until its own end where that may be, else given back. */
    private void adopt(LimitObservation seen) {
        IncidentState incident = incidentOf(seen);
        LeaseState lease = leaseOf(seen, incident);
        boolean taken = step.lease(seen.function()) != null;
        boolean stands = seen.found() == seen.limit();
        Lease adopted = new Lease(step, lease);
        if (!taken) step.state.leases.put(lease.function, lease);
        step.decide(DecisionType.HELD, Reason.ADOPTED, Subject.of(incident), -1, Subject.Limit.of(lease), "");
        boolean mayStay = step.terms.book().mode() == Mode.ENFORCE && seen.until() > step.now && stands;
        if (taken) Releasing.begin(step, adopted, Reason.ADOPTED, 0);
        else if (!mayStay) adopted.release(Reason.ADOPTED);
        else Admission.giveWay(step);
    }

    private LeaseState leaseOf(LimitObservation seen, IncidentState incident) {
        LeaseState lease = new LeaseState();
        lease.function = seen.function();
        lease.incident = incident.id;
        lease.policy = step.terms.policyFor(incident).name();
        lease.leverKind = seen.lever().kind();
        lease.mapping = seen.lever().mapping();
        lease.limit = seen.limit();
        lease.current = seen.limit();
        lease.before = seen.limit();
        lease.previous = seen.previous();
        lease.since = step.now;
        lease.changedAt = step.now;
        lease.evidenceAt = step.now;
        lease.askedAt = step.now;
        lease.seenAt = Math.min(step.now, seen.at());
        lease.held = true;
        lease.asking = DecisionType.THROTTLE.wire();
        lease.reason = Reason.ADOPTED.wire();
        // stated again as it stands; a mark without an intent could not be read
        lease.intent = seen.intent();
        lease.intentAt = step.now;
        lease.maxUntil = seen.until();
        lease.holdUntil = seen.until();
        return lease;
    }

    /** The incident that the mark names, as one that was closed: its alert may still be open and has to end. */
    private IncidentState incidentOf(LimitObservation seen) {
        String id = seen.intent().split(":", 2)[0];
        IncidentState known = step.incident(id, seen.function());
        if (known != null) return known;
        IncidentState incident = new IncidentState();
        incident.id = id;
        incident.scopeKind = ScopeKind.FUNCTION;
        incident.account = step.state.account;
        incident.region = step.state.region;
        incident.key = seen.function();
        incident.severity = Severity.CRITICAL;
        incident.triggered = true;
        // never a number that was given before: what the mark came from is not known
        incident.changes = (int) (step.now / Step.MINUTE);
        incident.lastMinute = step.now / Step.MINUTE;
        incident.onset = incident.lastMinute;
        incident.detectedMinute = incident.lastMinute;
        incident.lastEvidence = incident.lastMinute;
        incident.closeReason = Reason.ADOPTED;
        // one order of a budget throttles many functions
        step.state.ended.put(IncidentId.on(id, incident.key), incident);
        return incident;
    }
}

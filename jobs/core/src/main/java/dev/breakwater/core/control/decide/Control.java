package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.ControlSettings;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.KnownLease;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Sighting;
import dev.breakwater.core.limit.Call;
import dev.breakwater.core.limit.Reconciler;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook;
import java.util.List;

/**
 * Makes the decisions about one account and region: incidents, pages, throttles and their release. Each call is
 * deterministic: the same state, input and clock give the same new state and output. {@code now} is in epoch
 * milliseconds of the safety clock, which never goes back.
 */
public final class Control {
    private final Terms terms;

    /** @param fleet the functions known in this account and region */
    public Control(PolicyBook book, ControlSettings settings, FleetView fleet) {
        this.terms = new Terms(book, settings, fleet);
    }

    /** Processes the assessments of one arrival minute, sorted by (minute, scope, key). */
    public ControlOutput onMinute(ControlState s, List<Assessment> minuteSorted, long now) {
        Step step = begin(s, now);
        for (Assessment a : minuteSorted)
            place(s, a.scope().account(), a.scope().region());
        new ArrivalMinute(step).take(minuteSorted);
        return timers(step);
    }

    /** Starts the due calls on limits, with at most this many open at once. A call is open until its answer arrives. */
    public ControlOutput onLimits(ControlState s, Reconciler.Gate gate, int atOnce, long now) {
        Step step = begin(s, now);
        step.observed.call(gate, atOnce);
        return timers(step);
    }

    /** Processes the answer to a call. */
    public ControlOutput onAnswer(ControlState s, Call.Answer answer, long now) {
        Step step = begin(s, now);
        step.observed.answered(answer);
        return timers(step);
    }

    /** Processes the tags that an inventory round saw. */
    public ControlOutput onSighting(ControlState s, Sighting seen, long now) {
        Step step = begin(s, now);
        place(s, seen.account(), seen.region());
        step.observed.sighted(seen);
        return timers(step);
    }

    /**
     * Processes the limits that the ledgers contain. This method must be called before the first call on a limit in a
     * run.
     *
     * @param formerOwner name of the earlier instance in this account and region, or empty
     */
    public ControlOutput onLedger(ControlState s, List<KnownLease> known, String formerOwner, long now) {
        Step step = begin(s, now);
        step.observed.formerOwner(formerOwner);
        step.observed.decideAgain();
        for (KnownLease lease : known) step.observed.remembered(lease);
        return timers(step);
    }

    /** Processes a person's request. */
    public ControlOutput onRequest(ControlState s, Request said, long now) {
        Step step = begin(s, now);
        place(s, said.scope().account(), said.scope().region());
        step.requests.take(said);
        return timers(step);
    }

    /** Makes the changes that depend only on the clock, such as ends of leases, release steps and lost sources. */
    public ControlOutput onTick(ControlState s, long now) {
        Step step = begin(s, now);
        for (String scope : Step.keys(s.open)) {
            IncidentState incident = s.open.get(scope);
            if (now >= Incidents.silentAt(incident)) step.incidents.close(incident, Reason.BLIND);
        }
        return timers(step);
    }

    /** Ends a recording: releases all leases and closes all incidents. */
    public ControlOutput onEndOfInput(ControlState s, long now) {
        Step step = begin(s, now);
        releaseAll(step, Reason.END_OF_INPUT);
        for (String scope : Step.keys(s.open)) step.incidents.close(s.open.get(scope), Reason.END_OF_INPUT);
        step.fleetPage.resolve();
        s.ordered.clear();
        return step.out;
    }

    private Step begin(ControlState s, long now) {
        Step step = new Step(terms, s, now);
        step.firstHours.begin();
        new Expiry(step).forget();
        return step;
    }

    private static void place(ControlState s, String account, String region) {
        s.account = account;
        s.region = region;
    }

    private static void releaseAll(Step step, Reason reason) {
        for (Lease lease : step.leases()) lease.release(reason);
    }

    private static ControlOutput timers(Step step) {
        // a new policy book may forbid alerts, or limits that are held
        for (Lease lease : step.leases()) if (!lease.mayStand()) lease.release(Reason.ENFORCEMENT_OFF);
        fallSilent(step);
        for (Lease lease : step.leases()) lease.tick();
        step.proposals.expire();
        for (String scope : Step.keys(step.state.open)) step.alarms.writeDue(step.state.open.get(scope));
        new Expiry(step).forget();
        step.observed.forgetGone();
        step.incidents.settleOver();
        step.alerts.follow();
        step.fleetPage.follow();
        step.standAnew();
        step.out.wakeAt = new Expiry(step).wakeAt();
        step.out.callAt = step.terms.recorded() ? Long.MAX_VALUE : step.observed.dueAt();
        return step.out;
    }

    /** Resolves open alerts whose policy now turns alerts off. */
    private static void fallSilent(Step step) {
        for (String scope : Step.keys(step.state.open)) {
            IncidentState incident = step.state.open.get(scope);
            boolean silent = step.terms.mode(incident) == Mode.OBSERVE;
            if (silent && incident.isAlerted()) step.resolve(incident, Reason.MODE_OBSERVE);
        }
        if (step.terms.book().mode() == Mode.OBSERVE) step.fleetPage.resolve();
    }
}

package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.hold.Admission;
import dev.breakwater.engine.control.hold.Adoption;
import dev.breakwater.engine.control.hold.BudgetThrottles;
import dev.breakwater.engine.control.hold.Headroom;
import dev.breakwater.engine.control.hold.Lease;
import dev.breakwater.engine.control.hold.Leases;
import dev.breakwater.engine.control.hold.Observed;
import dev.breakwater.engine.control.hold.Proposals;
import dev.breakwater.engine.control.hold.Throttles;
import dev.breakwater.engine.control.incident.Alarms;
import dev.breakwater.engine.control.incident.AlertChanges;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.FleetPage;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.incident.Rings;
import dev.breakwater.engine.control.incident.SharedAlert;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.control.rules.DayCosts;
import dev.breakwater.engine.control.rules.ExplainedExcess;
import dev.breakwater.engine.control.rules.FirstHours;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Radius;
import dev.breakwater.engine.control.rules.Seen;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentState.Alarms.AlarmRow;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Reason;
import java.util.List;

/**
 * Builds the parts of control for one call, and connects them. Ends the call with the changes that
 * depend only on the clock and the policies, and computes when the next call is due.
 */
final class Turn {
    /**
     * How long ended incidents are kept. No surge lasts longer, because the detector accepts a surge as the new normal
     * after a day.
     */
    private static final long CLOSED_KEPT = 25 * Step.HOUR;

    final Incidents incidents;
    final Observed observed;
    final Adoption adoption;
    final Requests requests;
    final Step step;
    final Rings rings;
    final DayCosts dayCosts;
    final MoneyLines lines;
    final FirstHours firstHours;
    final LeftAlone leftAlone;
    final Accepted accepted;
    final ExplainedExcess explained;
    final Seen seen;
    final Alarms alarms;
    final FleetPage fleetPage;
    final SharedAlert shared;
    final Alerts alerts;
    final Proposals proposals;
    final Leases leases;
    final Throttles throttles;
    final BudgetThrottles budgets;

    Turn(Step step) {
        this.step = step;
        Radius radius = new Radius(step);
        Headroom headroom = new Headroom(step, radius);
        rings = new Rings(step);
        dayCosts = new DayCosts(step);
        lines = new MoneyLines(step, dayCosts);
        firstHours = new FirstHours(step);
        leftAlone = new LeftAlone(step);
        accepted = new Accepted(step, lines);
        explained = new ExplainedExcess(step, accepted, lines);
        seen = new Seen(step, lines);
        alarms = new Alarms(step);
        AlertChanges changes = new AlertChanges(step, lines, firstHours, leftAlone);
        fleetPage = new FleetPage(step, radius, rings, changes, accepted);
        shared = new SharedAlert(step, changes, explained);
        alerts = new Alerts(step, changes, rings, fleetPage, shared);
        incidents = new Incidents(step, lines, accepted, explained, firstHours, leftAlone, alarms, alerts);
        leases = new Leases(step, radius, headroom, alerts, incidents);
        proposals = new Proposals(step, alerts);
        Admission admission = new Admission(step, radius, headroom, lines, leftAlone);
        throttles = new Throttles(step, headroom, lines, seen, fleetPage, alerts, proposals, leases, admission);
        budgets = new BudgetThrottles(step, leases, throttles, incidents);
        observed = new Observed(step, leftAlone, alerts, incidents, leases);
        adoption = new Adoption(step, leftAlone, accepted, incidents, proposals, leases, observed);
        requests = new Requests(step, accepted, leftAlone, seen, alerts, incidents, proposals, leases);
        firstHours.begin();
        forget();
    }

    /** Processes the assessments of one arrival minute. */
    void take(List<Assessment> sorted) {
        new ArrivalMinute(this).take(sorted);
    }

    /** Closes incidents whose source is lost. */
    void closeSilent() {
        for (IncidentState incident : Step.values(step.state.incidents.open)) {
            if (step.now >= Incidents.silentAt(incident)) incidents.close(incident, Reason.BLIND);
        }
    }

    /** Releases all leases and closes all incidents. */
    ControlOutput endOfInput() {
        ControlState s = step.state;
        for (Lease lease : leases.all()) lease.release(Reason.END_OF_INPUT);
        for (IncidentState incident : Step.values(s.incidents.open)) incidents.close(incident, Reason.END_OF_INPUT);
        fleetPage.resolve();
        s.incidents.ordered.clear();
        return step.out;
    }

    /** Makes the changes that depend only on the clock, the policies and the inventory. */
    ControlOutput end() {
        // a new policy book may forbid alerts, or limits that are held
        for (Lease lease : leases.all()) if (!lease.mayStand()) lease.release(Reason.ENFORCEMENT_OFF);
        adoption.releaseRequested();
        fallSilent();
        for (Lease lease : leases.all()) if (lease.tick() && !budgets.takesOver(lease)) lease.stepUp();
        proposals.expire();
        Step.values(step.state.incidents.open).forEach(alarms::writeDue);
        forget();
        adoption.forgetGone();
        incidents.settleOver();
        alerts.follow();
        fleetPage.follow();
        step.standAnew();
        step.out.wakeAt = wakeAt();
        step.out.callAt = step.terms.recorded() ? Long.MAX_VALUE : observed.dueAt();
        return step.out;
    }

    /** Resolves open alerts whose policy now turns alerts off. */
    private void fallSilent() {
        for (IncidentState incident : Step.values(step.state.incidents.open)) {
            boolean silent = step.terms.mode(incident) == Mode.OBSERVE;
            if (silent && incident.notices.isAlerted()) alerts.resolve(incident, Reason.MODE_OBSERVE);
        }
        if (step.terms.book().mode() == Mode.OBSERVE) fleetPage.resolve();
    }

    /** Removes expired state. */
    private void forget() {
        ControlState s = step.state;
        s.leftAlone.cooldowns.values().removeIf(until -> step.now >= until);
        s.limits.throttledAt.values().removeIf(at -> step.now >= at + Step.HOUR);
        s.incidents.closed.values().removeIf(e -> step.now >= e.closedAt + CLOSED_KEPT);
        s.limits.released.values().removeIf(lease -> lease.times.overAt > 0 && !throttles.counts(lease));
        leftAlone.forget();
        accepted.forget();
        dayCosts.forget();
        seen.forget();
        requests.forget();
        rings.forget();
        budgets.forget();
    }

    /** When the next tick is needed, or Long.MAX_VALUE. */
    private long wakeAt() {
        ControlState s = step.state;
        long at = Long.MAX_VALUE;
        for (Lease lease : leases.all()) at = Math.min(at, lease.dueAt());
        for (IncidentState incident : s.incidents.open.values()) {
            at = Math.min(at, Incidents.silentAt(incident));
            for (AlarmRow row : incident.alarms.rows) at = Math.min(at, Alarms.dueAt(row));
        }
        for (long until : s.leftAlone.cooldowns.values()) at = Math.min(at, until);
        for (long until : s.leftAlone.until.values()) at = Math.min(at, until);
        for (long set : s.limits.throttledAt.values()) at = Math.min(at, set + Step.HOUR);
        for (long rang : s.alerts.rangAt) at = Math.min(at, rang + Rings.NIGHT);
        at = Math.min(at, firstHours.dueAt());
        at = Math.min(at, fleetPage.ringsAt());
        for (IncidentState.Closed e : s.incidents.closed.values()) at = Math.min(at, e.closedAt + CLOSED_KEPT);
        at = Math.min(at, Proposals.dueAt(s));
        at = Math.min(at, budgets.forgetAt());
        // after that time, the page waits for a free place or for the end of a surge, and both have other entries in
        // this list
        if (s.fleetPage.alert != null && fleetPage.dueAt() > step.now) at = Math.min(at, fleetPage.dueAt());
        return at;
    }
}

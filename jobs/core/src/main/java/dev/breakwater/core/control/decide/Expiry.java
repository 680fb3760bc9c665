package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.AlarmRow;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.EndedState;
import dev.breakwater.core.control.IncidentState;

/** Removes expired state and returns the time of the next expiry. */
final class Expiry {
    /**
     * How long ended incidents are kept. No surge lasts longer, because the detector accepts a surge as the new normal
     * after a day.
     */
    private static final long CLOSED_KEPT = 25 * Step.HOUR;

    private final Step step;

    Expiry(Step step) {
        this.step = step;
    }

    void forget() {
        ControlState s = step.state;
        s.cooldowns.values().removeIf(until -> step.now >= until);
        s.leftAlone.values().removeIf(until -> step.now >= until);
        s.overruled.values().removeIf(until -> step.now >= until);
        s.handsOffTags.keySet().retainAll(s.leftAlone.keySet());
        step.accepted.forget();
        step.dayCosts.forget();
        step.seen.forget();
        step.requests.forget();
        s.throttledAt.values().removeIf(at -> step.now >= at + Step.HOUR);
        step.rings.forget();
        step.budgets.forget();
        s.released.values().removeIf(lease -> lease.overAt > 0 && !step.throttles.counts(lease));
        s.closedScopes.values().removeIf(e -> step.now >= e.closedAt + CLOSED_KEPT);
    }

    /** When the next tick is needed, or Long.MAX_VALUE. */
    long wakeAt() {
        ControlState s = step.state;
        long at = Math.min(leases(), incidents(s));
        for (long until : s.cooldowns.values()) at = Math.min(at, until);
        for (long until : s.leftAlone.values()) at = Math.min(at, until);
        for (long set : s.throttledAt.values()) at = Math.min(at, set + Step.HOUR);
        for (long rang : s.rangAt) at = Math.min(at, rang + Rings.NIGHT);
        at = Math.min(at, step.firstHours.dueAt());
        at = Math.min(at, step.fleetPage.ringsAt());
        for (EndedState e : s.closedScopes.values()) at = Math.min(at, e.closedAt + CLOSED_KEPT);
        at = Math.min(at, Proposals.dueAt(s));
        at = Math.min(at, step.budgets.forgetAt());
        // after that time, the page waits for a free place or the end of a surge, which other entries of this list
        // cover
        if (s.fleetAlert != null && step.fleetPage.dueAt() > step.now) at = Math.min(at, step.fleetPage.dueAt());
        return at;
    }

    private long leases() {
        long at = Long.MAX_VALUE;
        for (Lease lease : step.leases()) at = Math.min(at, lease.dueAt());
        return at;
    }

    private static long incidents(ControlState s) {
        long at = Long.MAX_VALUE;
        for (IncidentState incident : s.open.values()) {
            at = Math.min(at, Incidents.silentAt(incident));
            for (AlarmRow row : incident.rows) at = Math.min(at, Alarms.dueAt(row));
        }
        return at;
    }
}

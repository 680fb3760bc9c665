package dev.breakwater.core.control;

/** Forgets what is over and says when the next thing is due. */
final class Upkeep {
    /** Longer than any surge: after a day the detector takes it as the new normal. */
    private static final long CLOSED_KEPT = 25 * Step.HOUR;

    private Upkeep() {}

    static void forget(Step step) {
        ControlState s = step.state;
        s.cooldowns.values().removeIf(until -> step.now >= until);
        s.leftAlone.values().removeIf(until -> step.now >= until);
        s.throttledAt.removeIf(at -> step.now >= at + Step.HOUR);
        s.releases.values().removeIf(r -> step.now >= r.releasedAt + Wishes.RELEASE_STATED_FOR);
        Orders.forget(step);
        s.closedScopes.values().removeIf(e -> step.now >= e.closedAt + CLOSED_KEPT);
    }

    /** The earliest instant after this one at which a tick has something to do, or Long.MAX_VALUE. */
    static long wakeAt(Step step) {
        ControlState s = step.state;
        long at = Math.min(leases(step), incidents(s));
        for (long until : s.cooldowns.values()) at = Math.min(at, until);
        for (long until : s.leftAlone.values()) at = Math.min(at, until);
        for (long set : s.throttledAt) at = Math.min(at, set + Step.HOUR);
        for (EndedState e : s.closedScopes.values()) at = Math.min(at, e.closedAt + CLOSED_KEPT);
        at = Math.min(at, Orders.forgetAt(step));
        // later than that the page waits for a slot, which another entry here announces
        if (s.fleetPageMinute >= 0 && FleetPage.dueAt(s) > step.now) at = Math.min(at, FleetPage.dueAt(s));
        return at;
    }

    private static long leases(Step step) {
        long every = step.terms.settings().restateEvery().toMillis();
        long at = Long.MAX_VALUE;
        for (LeaseState lease : step.state.leases.values()) {
            at = Math.min(at, Releases.dueAt(step, lease));
            if (every > 0) at = Math.min(at, lease.statedAt + every);
        }
        for (ReleaseState release : step.state.releases.values()) {
            at = Math.min(at, release.releasedAt + Wishes.RELEASE_STATED_FOR);
            if (every > 0) at = Math.min(at, release.statedAt + every);
        }
        return at;
    }

    private static long incidents(ControlState s) {
        long at = Long.MAX_VALUE;
        for (IncidentState incident : s.open.values()) {
            at = Math.min(at, incident.seenAt + Incidents.SILENCE);
            for (AlarmRow row : incident.rows) at = Math.min(at, Alarms.dueAt(row));
        }
        return at;
    }
}

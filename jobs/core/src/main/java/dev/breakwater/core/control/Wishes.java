package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;

/** States wishes, and states them again while they stand. */
final class Wishes {
    /** How long a release is stated again. */
    static final long RELEASE_STATED_FOR = Step.HOUR;

    private Wishes() {}

    /** A change of a lease's limit: a new intent. */
    static void throttle(Step step, LeaseState lease, Reason reason) {
        lease.intent = nextIntent(step, lease);
        lease.reason = reason.wire();
        step.state.releases.remove(ReleaseState.limitKey(lease.function, lease.lever()));
        state(step, lease);
    }

    /** Restores what was found before the lease, and remembers to say so again. */
    static void release(Step step, LeaseState lease, Reason reason) {
        ReleaseState release = new ReleaseState();
        release.function = lease.function;
        release.incident = lease.incident;
        release.intent = nextIntent(step, lease);
        release.reason = reason.wire();
        release.limit = lease.current;
        release.previous = lease.previous;
        release.until = lease.maxUntil;
        release.releasedAt = step.now;
        release.leverKind = lease.leverKind;
        release.mapping = lease.mapping;
        step.state.releases.put(ReleaseState.limitKey(lease.function, lease.lever()), release);
        state(step, release);
    }

    static void restateDue(Step step) {
        long every = step.terms.settings().restateEvery().toMillis();
        if (every <= 0) return;
        for (String function : Step.keys(step.state.leases)) {
            LeaseState lease = step.state.leases.get(function);
            if (step.now >= lease.statedAt + every) state(step, lease);
        }
        for (String limit : Step.keys(step.state.releases)) {
            ReleaseState release = step.state.releases.get(limit);
            if (step.now >= release.statedAt + every) state(step, release);
        }
    }

    private static String nextIntent(Step step, LeaseState lease) {
        IncidentState incident = step.incident(lease);
        // an order may lapse and come again under the same incident, for many functions: only decisions count up
        return lease.incident + ':' + (incident.isOrder() ? step.state.sequence : ++incident.changes);
    }

    private static void state(Step step, LeaseState lease) {
        lease.statedAt = step.now;
        long fresh = step.now + step.terms.settings().freshFor().toMillis();
        step.out.wishes.add(new Wish(
                lease.intent,
                step.state.account,
                step.state.region,
                lease.function,
                true,
                lease.current,
                lease.previous,
                lease.maxUntil,
                Math.min(fresh, lease.maxUntil),
                lease.incident,
                lease.reason,
                lease.lever()));
    }

    private static void state(Step step, ReleaseState release) {
        release.statedAt = step.now;
        step.out.wishes.add(new Wish(
                release.intent,
                step.state.account,
                step.state.region,
                release.function,
                false,
                -1,
                release.previous,
                release.until,
                Long.MAX_VALUE,
                release.incident,
                release.reason,
                release.lever()));
    }
}

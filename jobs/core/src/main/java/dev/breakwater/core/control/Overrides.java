package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.Trigger;

/** Finds in the inventory that somebody else changed a limit that we hold, or deleted the function. */
final class Overrides {
    private static final long LEFT_ALONE = 24 * Step.HOUR;

    private Overrides() {}

    static void sense(Step step) {
        for (String function : Step.keys(step.state.leases)) {
            if (step.terms.fleet().gone().contains(function)) gone(step, function);
            else if (isAnothers(step, step.state.leases.get(function))) overridden(step, function);
        }
    }

    /**
     * Read after our limit was seen set, or after our change has had its time, and not ours: then it is somebody else's.
     * The inventory tells changes only, so one that comes too early to be sure is not told again.
     */
    private static boolean isAnothers(Step step, LeaseState lease) {
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        if (facts == null) return false;
        ReservationFacts reservation = facts.reservation();
        Trigger trigger = facts.triggers().of(lease.mapping);
        boolean reserves = lease.lever().isReservation();
        long readAt = reserves ? reservation.sensedAt() : facts.triggers().sensedAt();
        if (reserves ? reservation.held() : trigger != null && trigger.held()) {
            if (readAt > lease.since) lease.seenAt = readAt;
            return false;
        }
        boolean seen = lease.seenAt > 0 && readAt > lease.seenAt;
        return seen
                || readAt > lease.changedAt + step.terms.settings().freshFor().toMillis();
    }

    /** Hands off, and for 24 hours no throttle of ours. */
    static void overridden(Step step, String function) {
        LeaseState lease = step.state.leases.get(function);
        if (lease != null) Releases.letGo(step, lease, Reason.OVERRIDDEN, "override");
        else if (!step.state.leftAlone.containsKey(function)) step.decideOverride(function);
        step.state.releases.remove(lease == null ? function : ReleaseState.limitKey(function, lease.lever()));
        step.state.leftAlone.put(function, step.now + LEFT_ALONE);
    }

    /** The lease ends, with nothing to restore; but a mapping outlives its function, and its limit is put back. */
    static void gone(Step step, String function) {
        LeaseState lease = step.state.leases.get(function);
        if (lease != null && !lease.lever().isReservation()) Releases.release(step, lease, Reason.GONE);
        else if (lease != null) Releases.letGo(step, lease, Reason.GONE, "release");
        step.state.releases.remove(function);
    }
}

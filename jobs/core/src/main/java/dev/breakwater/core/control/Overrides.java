package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;

/** Finds in the inventory that somebody else changed a limit that we hold, or deleted the function. */
final class Overrides {
    private static final long LEFT_ALONE = 24 * Step.HOUR;

    private Overrides() {}

    static void sense(Step step) {
        for (String function : Step.keys(step.state.leases)) {
            if (step.terms.fleet().gone().contains(function)) gone(step, function);
            else if (changed(step, step.state.leases.get(function))) overridden(step, function);
        }
    }

    /** Read after our change has had its time, and still not ours: then it is somebody else's. */
    private static boolean changed(Step step, LeaseState lease) {
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        if (facts == null) return false;
        ReservationFacts found = facts.reservation();
        long settled = lease.changedAt + step.terms.settings().freshFor().toMillis();
        return !found.held() && found.sensedAt() > settled;
    }

    /** Hands off, and for 24 hours no throttle of ours. */
    static void overridden(Step step, String function) {
        LeaseState lease = step.state.leases.get(function);
        if (lease != null) Releases.letGo(step, lease, Reason.OVERRIDDEN, "override");
        else if (!step.state.leftAlone.containsKey(function)) step.decideOverride(function);
        step.state.releases.remove(function);
        step.state.leftAlone.put(function, step.now + LEFT_ALONE);
    }

    /** The lease ends, with nothing to restore. */
    static void gone(Step step, String function) {
        LeaseState lease = step.state.leases.get(function);
        if (lease != null) Releases.letGo(step, lease, Reason.GONE, "release");
        step.state.releases.remove(function);
    }
}

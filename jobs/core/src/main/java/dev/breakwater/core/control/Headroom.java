package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Trigger;

/** The account's concurrency: what is reserved, by whom, and what would stay for everybody else. */
final class Headroom {
    /** AWS refuses a reservation that leaves less than this unreserved. */
    private static final int AWS_MINIMUM = 100;

    private Headroom() {}

    /**
     * The reservation in force but for our throttle, or -1. Shortly after a release the inventory may still show our
     * own limit: then what we restored counts.
     */
    static int found(Step step, String function) {
        int reserved = step.terms.fleet().reserved(function);
        ReleaseState release = step.state.releases.get(function);
        return release != null && release.limit == reserved ? release.previous : reserved;
    }

    /** The same of any limit of a function. */
    static int found(Step step, String function, Lever lever) {
        if (lever.isReservation()) return found(step, function);
        Trigger trigger = step.terms.fleet().triggers(function).of(lever.mapping());
        int set = trigger == null ? -1 : trigger.previous();
        ReleaseState release = step.state.releases.get(ReleaseState.limitKey(function, lever));
        return release != null && release.limit == set ? release.previous : set;
    }

    /** Concurrency that stays unreserved, a lease counted with what its release will need again. */
    static long unreserved(Step step) {
        long left = step.terms.concurrency();
        for (String function : step.terms.fleet().functions().keySet()) {
            LeaseState lease = step.state.leases.get(function);
            // a queue or stream that is held takes nothing from the others
            boolean reserves = lease != null && lease.lever().isReservation();
            if (!reserves) left -= Math.max(0, found(step, function));
        }
        for (LeaseState lease : step.state.leases.values()) {
            if (lease.lever().isReservation()) left -= Math.max(lease.previous, lease.current);
        }
        return left;
    }

    /** What a function could have without its lease: what it had reserved, else all that nobody reserved. */
    static long ceiling(Step step, LeaseState lease) {
        return lease.previous >= 0 ? lease.previous : unreserved(step) + lease.current;
    }

    /** Whether taking so much more from the unreserved pool leaves enough. */
    static boolean allows(Step step, long more) {
        return more <= room(step);
    }

    /** How much more may be taken from the unreserved pool; below 0 where too little is left already. */
    static long room(Step step) {
        int keep = step.terms.book().radius().keepUnreserved();
        // of an assumed limit nobody knows the minimum either
        int least = step.terms.limitAssumed() ? keep : Math.max(keep, AWS_MINIMUM);
        return unreserved(step) - least;
    }
}

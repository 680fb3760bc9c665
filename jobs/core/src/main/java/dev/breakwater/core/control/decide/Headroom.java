package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.limit.Limits;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Trigger;
import java.util.HashSet;
import java.util.Set;

/** The account's concurrency: reservations by owner, and the unreserved rest. */
final class Headroom {
    /** AWS refuses a reservation that leaves less unreserved concurrency than this. */
    private static final int AWS_MINIMUM = 100;

    private final Step step;

    Headroom(Step step) {
        this.step = step;
    }

    /** The reservation without our throttle, or -1. */
    int found(String function, Lever lever) {
        FunctionFacts facts = step.terms.fleet().functions().get(function);
        if (facts == null) return -1;
        Trigger trigger = facts.triggers().of(lever.mapping());
        int set = lever.isReservation() ? facts.reservation().previous() : trigger == null ? -1 : trigger.previous();
        long readAt = lever.isReservation()
                ? facts.reservation().sensedAt()
                : facts.triggers().sensedAt();
        LimitState limit = step.state.limits.get(LimitState.key(function, lever));
        // a reading from before the release of our limit may still show it
        boolean ours = limit != null && limit.ours.contains(set) && readAt < limit.readAt;
        return ours && limit.found >= Limits.NONE ? limit.found : set;
    }

    /** Whether the reserved concurrency was read, either the account's sum or each function's part. */
    boolean isRead() {
        return step.terms.fleet().concurrency() >= 0
                || step.terms.fleet().functions().values().stream()
                        .allMatch(f -> f.reservation().sensedAt() >= 0);
    }

    /** The unreserved concurrency, minus the amount that releases will need. */
    long unreserved() {
        long left = step.terms.concurrency();
        Set<String> functions = new HashSet<>(step.terms.fleet().functions().keySet());
        functions.addAll(Admission.places(step));
        for (String function : functions) left -= reserved(function);
        // some reservations may be unread, but AWS's own sum includes them
        return Math.min(
                left, (long) step.terms.concurrency() - step.terms.fleet().reservedInAll());
    }

    private long reserved(String function) {
        LeaseState lease = step.state.leases.get(function);
        // a limit on a queue or stream takes nothing from other functions
        if (lease != null && lease.lever().isReservation()) return Math.max(0, Math.max(lease.previous, lease.current));
        LimitState back = step.state.limits.get(LimitState.key(function, Lever.RESERVATION));
        boolean returns = back != null && back.life == Life.RETURNING && !back.toldBack;
        if (!returns) return Math.max(0, found(function, Lever.RESERVATION));
        // the present value is unknown, so the largest possible one counts
        int ours = back.ours.stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(
                Math.max(0, Math.max(ours, back.found)), step.terms.fleet().reserved(function));
    }

    /**
     * The most concurrency that a function could use without its lease: its own reservation or, if it has none,
     * everything unreserved.
     */
    long ceiling(LeaseState lease) {
        return lease.previous >= 0 ? lease.previous : unreserved() + lease.current;
    }

    /**
     * How much unreserved concurrency a step up may take. It is half of the concurrency that was free in the last
     * quarter of an hour or, if the use is unknown, half of the pool.
     */
    long roomForStep() {
        if (step.terms.recorded()) return room();
        int used = step.state.unreservedUsed(step.now);
        return Math.floorDiv(
                used < 0
                        ? room()
                        : Math.min(
                                room(),
                                unreserved() - used - step.terms.book().radius().keepUnreserved()),
                2);
    }

    /** How much more concurrency may be taken from the unreserved pool. Below 0 if too little is left already. */
    long room() {
        int keep = step.terms.book().radius().keepUnreserved();
        // with an assumed limit, the minimum is unknown too
        int least = step.terms.limitAssumed() ? keep : Math.max(keep, AWS_MINIMUM);
        return unreserved() - least;
    }
}

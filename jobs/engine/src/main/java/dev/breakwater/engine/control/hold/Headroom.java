package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.rules.Radius;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much of the account's concurrency is reserved, by function, and how much is unreserved. */
public final class Headroom {
    /** AWS refuses a reservation that leaves less unreserved concurrency than this. */
    static final int AWS_MINIMUM = 100;

    private final Step step;
    private final Radius radius;
    /**
     * The reservations of all functions, without our limits. The value is null until it is needed. The fleet does not
     * change in a step, and in a mass surge each of thousands of candidates needs the sum.
     */
    private @Nullable Long foundInAll;

    public Headroom(Step step, Radius radius) {
        this.step = step;
        this.radius = radius;
    }

    /** The function's own reservation, without our throttle. The value is -1 if there is none. */
    int found(String function, Lever lever) {
        FunctionFacts facts = step.terms.fleet().functions().get(function);
        if (facts == null) return -1;
        Trigger trigger = facts.triggers().of(lever.mapping());
        int set = lever.isReservation() ? facts.reservation().previous() : trigger == null ? -1 : trigger.previous();
        long readAt = lever.isReservation()
                ? facts.reservation().sensedAt()
                : facts.triggers().sensedAt();
        LimitState limit = step.state.limits.all.get(LimitState.key(function, lever));
        if (limit == null) return set;
        // a reading from before the release of our limit may still show our limit; a person may have set an equal value
        boolean ours = limit.intent.ours.contains(set) && readAt < limit.readings.readAt;
        boolean over = limit.life == Life.YIELDED || limit.life == Life.FREE;
        int without = over ? limit.readings.shown : limit.intent.found;
        return ours && without >= LimitValue.NONE ? without : set;
    }

    /** Whether the reserved concurrency was read, either as the account's sum or for each function. */
    boolean isRead() {
        return step.terms.fleet().concurrency() >= 0
                || step.terms.fleet().functions().values().stream()
                        .allMatch(f -> f.reservation().sensedAt() >= 0);
    }

    /** The unreserved concurrency, minus the amount that releases will need. */
    long unreserved() {
        if (foundInAll == null) foundInAll = foundInAll();
        long left = step.terms.concurrency() - foundInAll;
        for (String function : withLimit())
            left -= reserved(function) - Math.max(0, step.terms.fleet().reserved(function));
        // AWS's own sum includes reservations that were not read
        return Math.min(
                left, (long) step.terms.concurrency() - step.terms.fleet().reservedInAll());
    }

    private long foundInAll() {
        return step.terms.fleet().functions().values().stream()
                .mapToLong(f -> Math.max(0, f.reservation().previous()))
                .sum();
    }

    /** The functions whose reserved concurrency may differ from the inventory's reading, because of our limits. */
    private Set<String> withLimit() {
        Set<String> functions = radius.places();
        step.state.limits.all.values().stream()
                .map(l -> l.function)
                .filter(step.terms.fleet().functions()::containsKey)
                .forEach(functions::add);
        return functions;
    }

    private long reserved(String function) {
        LeaseState lease = step.state.limits.leases.get(function);
        // a limit on a queue or stream takes nothing from other functions
        if (lease != null && lease.lever.isReservation()) return Math.max(0, Math.max(lease.previous, lease.current));
        LimitState back = step.state.limits.all.get(LimitState.key(function, Lever.RESERVATION));
        if (back == null || back.life != Life.RETURNING || back.reports.toldBack)
            return Math.max(0, found(function, Lever.RESERVATION));
        // the present value is unknown, so the largest possible value counts
        int ours = back.intent.ours.stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(
                Math.max(0, Math.max(ours, back.intent.found)),
                step.terms.fleet().reserved(function));
    }

    /**
     * The most concurrency that a function could use without our limit: its own reservation or, if there is none, the
     * unreserved pool.
     */
    long ceiling(LeaseState lease) {
        // the concurrency of an ended limit is part of the pool again
        int ours = lease.times.overAt > 0 ? 0 : lease.instances(lease.current);
        return lease.previous >= 0 ? lease.instances(lease.previous) : unreserved() + ours;
    }

    /** How much unreserved concurrency a release step may take: half of the concurrency that is free. */
    long roomForStep() {
        return step.terms.recorded() ? room() : Math.floorDiv(free(), 2);
    }

    /**
     * The unreserved concurrency that was free in the last quarter of an hour, without the amount that must stay
     * unreserved. If the use is unknown, all unreserved concurrency counts as free.
     */
    long free() {
        int used = step.state.limits.unreservedUsed(step.now);
        int keep = step.terms.book().radius().keepUnreserved();
        return used < 0 ? room() : Math.min(room(), unreserved() - used - keep);
    }

    /** The total that budget throttles have taken from the unreserved pool. */
    long reservedForBudgets() {
        return step.state.limits.leases.values().stream()
                .filter(lease -> lease.takesFromPool() && step.isOrdered(lease))
                .mapToLong(lease -> lease.current)
                .sum();
    }

    /**
     * How much more concurrency may be taken from the unreserved pool. The value is negative if too little is left
     * already.
     */
    long room() {
        int keep = step.terms.book().radius().keepUnreserved();
        // if the limit is assumed, AWS's minimum is unknown too
        int least = step.terms.limitAssumed() ? keep : Math.max(keep, AWS_MINIMUM);
        return unreserved() - least;
    }
}

package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.BlastRadius;
import dev.breakwater.core.policy.Mode;
import java.util.List;
import java.util.Optional;

/** All reasons not to throttle, in the order in which they are asked. Reads, never changes. */
final class Admission {

    /** A throttle that is thought of. */
    record Candidate(Step step, Assessment assessment, IncidentState incident, LeaseState lease) {
        boolean isOrder() {
            return incident.isOrder();
        }

        String function() {
            return lease.function;
        }
    }

    private interface Rule {
        boolean refuses(Candidate c);
    }

    private record Named(Reason reason, Rule rule) {}

    private static final List<Named> RULES = List.of(
            new Named(Reason.MODE_OBSERVE, c -> mode(c) == Mode.OBSERVE),
            new Named(Reason.MODE_ALERT, c -> mode(c) == Mode.ALERT),
            new Named(Reason.PROTECTED, c -> c.step.terms.policyFor(c.incident).protect()),
            new Named(Reason.NOT_READY, c -> !c.assessment.ready() || c.isOrder() && c.incident.peak <= 0),
            new Named(Reason.STALE, Admission::stale),
            new Named(Reason.IN_COOLDOWN, c -> c.step.now < c.step.state.cooldowns.getOrDefault(c.function(), 0L)),
            new Named(Reason.CURE_FAILED, c -> c.incident.cureFailed),
            new Named(Reason.LEFT_ALONE, c -> c.step.now < c.step.state.leftAlone.getOrDefault(c.function(), 0L)),
            new Named(Reason.NO_EFFECT, Admission::changesNothing),
            new Named(Reason.RADIUS_AT_ONCE, c -> c.step.state.leases.size() >= allowedAtOnce(c.step)),
            new Named(Reason.RADIUS_PER_HOUR, c -> setInLastHour(c.step) >= allowedPerHour(c)),
            new Named(Reason.NO_HEADROOM, Admission::leavesTooLittle));

    private Admission() {}

    /** Budgets can wait: they leave half of an hour's throttles to surges. */
    private static int allowedPerHour(Candidate c) {
        int perHour = radius(c.step).perHour();
        return c.isOrder() ? perHour / 2 : perHour;
    }

    /**
     * A limit at or above what is reserved, or what is in use, stops nothing and would only take a place. But a budget's
     * throttle is there to stop what may come.
     */
    private static boolean changesNothing(Candidate c) {
        boolean reservedBelow = c.lease.previous >= 0 && c.lease.limit >= c.lease.previous;
        return reservedBelow
                || !c.isOrder() && c.lease.limit >= c.assessment.observed().concurrency();
    }

    private static boolean leavesTooLittle(Candidate c) {
        boolean takes = c.lease.lever().isReservation() && c.lease.previous < 0;
        if (!takes) return false;
        return !(c.isOrder()
                ? Orders.leaveHalf(c.step, Orders.reserved(c.step), c.lease.limit)
                : Headroom.allows(c.step, c.lease.limit));
    }

    /** The first reason that speaks against it, or none. */
    static Optional<Reason> refusal(Candidate c) {
        return RULES.stream().filter(n -> n.rule.refuses(c)).map(Named::reason).findFirst();
    }

    /** Whether nothing but this reason speaks against it. */
    static boolean onlyFor(Reason reason, Candidate c) {
        return RULES.stream().filter(n -> n.rule.refuses(c)).allMatch(n -> n.reason == reason);
    }

    static int allowedAtOnce(Step step) {
        return radius(step).allowedAtOnce(step.terms.fleet().count());
    }

    /** Throttles newly set in the trailing 60 minutes. */
    static long setInLastHour(Step step) {
        return step.state.throttledAt.stream()
                .filter(at -> at > step.now - Step.HOUR)
                .count();
    }

    static BlastRadius radius(Step step) {
        return step.terms.book().radius();
    }

    private static Mode mode(Candidate c) {
        return c.step.terms.book().mode();
    }

    private static boolean stale(Candidate c) {
        long limit = c.step.terms.settings().actOnDataYoungerThan().toMillis();
        return limit > 0 && c.step.now - (c.assessment.minute() + 1) * Step.MINUTE > limit;
    }
}

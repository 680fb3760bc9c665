package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.ThrottleRule;

/** A window begins while a throttle is held: no limit stays below what the window expects. */
final class Widening {

    private Widening() {}

    /**
     * Raises the limit of a lease to what would be set now, in one step. Where that is as good as no limit, or cannot be
     * reserved though the limit is below what is expected, the throttle is released, and what is paused too. A cooldown
     * follows as ever: the next throttle must not take our own limit, which the inventory may still show, for what was
     * found.
     *
     * @param peak the usual peak, as often as the window plans it
     * @return whether the lease was released
     */
    static boolean makesWay(Step step, IncidentState incident, LeaseState lease, Assessment a, double peak) {
        // at its end it is released anyway
        if (!a.planned().present() || step.now >= lease.maxUntil) return false;
        ThrottleRule rule = step.terms.policyFor(incident).throttle();
        int wish = LimitRule.wish(lease.leverKind, rule, peak);
        if (wish <= lease.limit) return false;
        int limit = fits(step, lease, wish, rule, peak);
        if (limit > lease.limit) {
            lease.limit = limit;
            if (limit > lease.current) raise(step, lease, a.minute());
            return false;
        }
        if (limit == lease.limit) return false;
        Releases.release(step, lease, Reason.PLANNED_SURGE);
        return true;
    }

    /** The highest limit up to the wish that binds and can be had, the lease's own where that will do, else -1. */
    private static int fits(Step step, LeaseState lease, int wish, ThrottleRule rule, double peak) {
        if (lease.previous >= 0 && wish >= lease.previous) return -1;
        return switch (lease.leverKind) {
            case STREAM -> -1;
            case QUEUE -> wish > LimitRule.QUEUE_MOST || wish >= step.terms.concurrency() ? -1 : wish;
            case RESERVATION -> {
                long most = lease.previous >= 0 ? wish : lease.current + Math.max(0, room(step, lease));
                int limit = most >= wish ? wish : LimitRule.within(most, wish, rule, peak);
                // within says no by leaving the wish as it is
                if (limit <= most) yield Math.max(limit, lease.limit);
                yield lease.limit >= Math.ceil(peak) ? lease.limit : -1;
            }
        };
    }

    /** How much more may be reserved; a budget's throttles leave as much as all of theirs to others. */
    private static long room(Step step, LeaseState lease) {
        long room = Headroom.room(step);
        return Orders.isOrdered(step, lease) ? Math.floorDiv(room - Orders.reserved(step), 2) : room;
    }

    private static void raise(Step step, LeaseState lease, long minute) {
        IncidentState incident = step.incident(lease);
        Releases.change(step, lease, lease.limit);
        step.decide(DecisionType.RAISE, Reason.PLANNED_SURGE, incident, minute, lease);
        incident.act("raise", step.now, lease.current, lease.lever());
        Wishes.throttle(step, lease, Reason.PLANNED_SURGE);
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.LeaseState;
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
    static boolean makesWay(Step step, Lease lease, Assessment a, double peak) {
        LeaseState state = lease.state;
        // at its end it is released anyway
        if (!a.planned().present() || step.now >= state.maxUntil) return false;
        ThrottleRule rule = lease.rule();
        int wish = LimitRule.wish(state.leverKind, rule, peak);
        if (wish <= state.limit) return false;
        int limit = fits(step, lease, wish, rule, peak);
        if (limit > state.limit) {
            state.limit = limit;
            if (limit > state.current) lease.ask(limit, DecisionType.RAISE, Reason.PLANNED_SURGE, a.minute());
            return false;
        }
        if (limit == state.limit) return false;
        lease.release(Reason.PLANNED_SURGE);
        return true;
    }

    /** The highest limit up to the wish that binds and can be had, the lease's own where that will do, else -1. */
    private static int fits(Step step, Lease of, int wish, ThrottleRule rule, double peak) {
        LeaseState lease = of.state;
        if (lease.previous >= 0 && wish >= lease.previous) return -1;
        return switch (lease.leverKind) {
            case STREAM -> -1;
            case QUEUE -> wish > LimitRule.QUEUE_MOST || wish >= step.terms.concurrency() ? -1 : wish;
            case RESERVATION -> {
                long room = Math.max(0, of.claim().room(step));
                long most = lease.previous >= 0 ? wish : lease.current + room;
                int limit = most >= wish ? wish : LimitRule.within(most, wish, rule, peak);
                // within says no by leaving the wish as it is
                if (limit <= most) yield Math.max(limit, lease.limit);
                yield lease.limit >= Math.ceil(peak) ? lease.limit : -1;
            }
        };
    }
}

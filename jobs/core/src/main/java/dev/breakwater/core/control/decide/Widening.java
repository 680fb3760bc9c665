package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.ThrottleRule;

/** Raises a throttle when a planned surge begins, because no limit may be below the planned surge's expectation. */
record Widening(Step step, Lease lease) {

    /**
     * Raises the limit of a lease to the one that would be set now, in one step. If that would equal no limit, or the
     * account cannot reserve it, the throttle is released. A pause is also released. A cooldown follows as always.
     * Otherwise, the next throttle could mistake our own limit, which the inventory may still show, for the earlier
     * value.
     *
     * @param peak the usual peak, multiplied by the window
     * @return whether the lease was released
     */
    boolean makesWay(Assessment a, double peak) {
        LeaseState state = lease.state;
        // at its end it is released anyway
        if (!a.readings().planned().present() || step.now >= state.maxUntil) return false;
        ThrottleRule rule = lease.rule();
        int wish = state.leverKind.wish(rule, peak);
        if (wish <= state.limit) return false;
        int limit = fits(wish, rule, peak);
        if (limit > state.limit) {
            state.limit = limit;
            if (limit > state.current) lease.ask(limit, DecisionType.RAISE, Reason.PLANNED_SURGE, a.minute());
            return false;
        }
        if (limit == state.limit) return false;
        lease.release(Reason.PLANNED_SURGE);
        return true;
    }

    /**
     * The highest possible limit, up to the wanted one, that has an effect. It is the lease's own if that is enough,
     * and -1 if there is none.
     */
    private int fits(int wish, ThrottleRule rule, double peak) {
        LeaseState held = lease.state;
        if (held.previous >= 0 && wish >= held.previous) return -1;
        if (!held.leverKind.takes(wish)) return -1;
        if (!held.leverKind.refuses()) return wish >= step.terms.concurrency() ? -1 : wish;
        long room = Math.max(0, lease.claim().room(step));
        long most = held.previous >= 0 ? wish : held.current + room;
        int limit = most >= wish ? wish : rule.within(most, wish, peak);
        // within refuses by returning the wanted limit unchanged
        if (limit <= most) return Math.max(limit, held.limit);
        return held.limit >= Math.ceil(peak) ? held.limit : -1;
    }
}

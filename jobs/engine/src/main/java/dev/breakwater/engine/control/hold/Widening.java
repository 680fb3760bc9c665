package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Reason;

/** Raises a throttle when a planned surge begins, because a limit must not be below the planned traffic. */
record Widening(Step step, Lease lease) {

    /**
     * Raises a lease's limit in one step to the limit that would be set now. The throttle is released instead if it is
     * a pause, if the new limit would have no effect, or if the account cannot reserve that limit. A cooldown follows
     * the release. Without a cooldown, the next throttle could mistake our own limit for the earlier value, because the
     * inventory may still show our limit.
     *
     * @param peak the usual peak, multiplied by the window's factor
     * @return whether the lease was released
     */
    boolean makesWay(Assessment a, double peak) {
        LeaseState state = lease.state();
        // the throttle is about to be released anyway
        if (!a.readings().planned().present() || step.now >= state.times.maxUntil) return false;
        ThrottleRule rule = lease.rule();
        int wish = rule.wish(state.lever.kind(), peak);
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
     * The highest limit that is possible, has an effect and is at most the wanted limit. The result is the lease's own
     * limit if that is higher, and -1 if no limit is possible.
     */
    private int fits(int wish, ThrottleRule rule, double peak) {
        LeaseState held = lease.state();
        if (!held.lever.kind().binds(wish, held.previous)) return -1;
        if (!held.lever.kind().refuses()) return held.instances(wish) >= step.terms.concurrency() ? -1 : wish;
        long room = Math.max(0, lease.room());
        long most = held.previous >= 0 ? wish : held.current + room;
        int limit = most >= wish ? wish : rule.within(most, wish, peak);
        // {@code within} returns the wanted limit unchanged if that limit does not fit
        if (limit <= most) return Math.max(limit, held.limit);
        return held.limit >= Math.ceil(peak) ? held.limit : -1;
    }
}

package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Carries out budget orders. A function is limited to its usual peak while the order is repeated every minute. The
 * throttle must pass the checks of a surge's throttle and some stricter checks. If a surge needs a throttle and too
 * many functions are throttled, a budget's throttle is released. A function has one lease, which belongs to the surge
 * or budget that set it. When a surge ends, its lease passes to the budget.
 */
public record BudgetThrottles(Step step, Leases leases, Throttles throttles, Incidents incidents) {
    /**
     * An order ends if the meter does not repeat it for this long. The time is longer than any calm time before a
     * release.
     */
    private static final long LAPSES_AFTER = 10 * Step.MINUTE;

    /** Processes an order of this minute, with the state of the order's function. */
    public void take(Assessment a) {
        if (step.terms.fleet().gone().contains(a.scope().key())) return;
        IncidentState order = note(a);
        Lease lease = leases.of(order.scope.key());
        if (lease == null) throttles.admit(new Claim(order), a);
        else if (lease.isOrdered()) keep(order, lease, a);
    }

    private void keep(IncidentState order, Lease lease, Assessment a) {
        if (throttles.slips(lease, a)) {
            throttles.bypassed(order, lease, a.minute());
        } else if (!new Widening(step, lease).makesWay(a, order.throttle.plannedPeak())
                && step.now < lease.state().times.maxUntil) {
            lease.prolong(order, a.minute(), Reason.BUDGET_THROTTLE);
        }
    }

    private IncidentState note(Assessment a) {
        IncidentState order = step.state.incidents.ordered.computeIfAbsent(
                IncidentId.on(a.order(), a.scope().key()), k -> begin(a.order(), a.scope()));
        order.evidence.seenAt = step.now;
        order.evidence.lastMinute = Math.max(order.evidence.lastMinute, a.minute());
        order.money.excessHourNano = a.amounts().excessHour();
        order.throttle.expect = a.readings().planned().expect();
        // keep the first peak, because while our limit is set, each new peak would be higher by the limit's headroom
        if (order.throttle.peak <= 0 && a.readings().ready())
            order.throttle.peak = a.readings().peakConcurrency();
        return order;
    }

    private IncidentState begin(String incident, Scope function) {
        // an adopted lease named this order. The order's meter reports the order and ends earlier alerts.
        step.state.incidents.ended.remove(IncidentId.on(incident, function.key()));
        IncidentState order = new IncidentState();
        order.id = incident;
        order.kind = IncidentKind.BUDGET;
        order.scope = function;
        return order;
    }

    /**
     * Passes a surge's lease to the budget if the lease is due for a step up and a budget orders a limit. The lease
     * keeps its end. Returns whether the lease now belongs to the budget.
     */
    public boolean takesOver(Lease lease) {
        LeaseState state = lease.state();
        IncidentState order = lease.isOrdered() ? null : standing(state.function);
        // no budget orders a pause, because a pause refuses every call
        if (order == null || state.lever.kind().pauses() || step.terms.isApproving(order)) return false;
        ThrottleRule rule = step.terms.policyFor(order).throttle();
        int limit = rule.limit(state.lever.kind(), order.throttle.plannedPeak(), state.previous);
        if (!state.lever.kind().binds(limit, state.previous)) return false;
        IncidentState before = lease.incident();
        state.incident = order.id;
        state.times.evidenceAt = step.now;
        state.times.holdUntil = Math.min(step.now + rule.hold().toMillis(), state.times.maxUntil);
        state.phase = LeaseState.Phase.HELD;
        state.limit = fits(lease, limit) ? limit : state.limit;
        move(order, lease);
        incidents.settleIfOver(before);
        return true;
    }

    private void move(IncidentState order, Lease lease) {
        LeaseState state = lease.state();
        if (state.limit == state.current) {
            step.decide(DecisionType.PROLONG, Reason.BUDGET_THROTTLE, Subject.of(order), -1, state.limits(), "");
            return;
        }
        boolean down = state.limit < state.current;
        if (down) state.times.loweredAt = step.now;
        lease.ask(state.limit, down ? DecisionType.LOWER : DecisionType.RAISE, Reason.BUDGET_THROTTLE, -1);
    }

    private boolean fits(Lease lease, int limit) {
        LeaseState state = lease.state();
        boolean takes = state.takesFromPool() && limit > state.current;
        // the lease already belongs to the budget, so the lease's value counts
        return !takes || limit - state.current <= lease.room();
    }

    /** The order that applies to the function, or null. An order without a known safe limit does not count. */
    private @Nullable IncidentState standing(String function) {
        long since = step.now - step.terms.settings().calmBeforeRelease().toMillis();
        for (IncidentState order : Step.values(step.state.incidents.ordered)) {
            if (order.scope.key().equals(function) && order.evidence.seenAt >= since && order.throttle.peak > 0)
                return order;
        }
        return null;
    }

    /** Removes orders that have ended and have no limit. */
    public void forget() {
        Iterator<IncidentState> orders = step.state.incidents.ordered.values().iterator();
        while (orders.hasNext()) {
            IncidentState order = orders.next();
            if (step.now >= order.evidence.seenAt + LAPSES_AFTER && !incidents.isHeldFor(order)) orders.remove();
        }
    }

    public long forgetAt() {
        long at = Long.MAX_VALUE;
        for (IncidentState order : step.state.incidents.ordered.values()) {
            if (!incidents.isHeldFor(order)) at = Math.min(at, order.evidence.seenAt + LAPSES_AFTER);
        }
        return at;
    }
}

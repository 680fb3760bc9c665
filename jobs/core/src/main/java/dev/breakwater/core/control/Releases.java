package dev.breakwater.core.control;

import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;

/** Ends throttles: by steps once it is calm, at once when the longest hold is over. Needs no samples, only a clock. */
final class Releases {
    /** A cure that leaves more than this share of cost and of demand has failed. */
    private static final double CURED_BELOW = 0.9;

    private Releases() {}

    static void releaseDue(Step step) {
        for (String function : Step.keys(step.state.leases)) {
            LeaseState lease = step.state.leases.get(function);
            if (step.now >= lease.maxUntil) release(step, lease, Reason.MAX_HOLD);
            else if (step.terms.policyFor(ScopeKind.FUNCTION, function).protect())
                release(step, lease, Reason.PROTECTED);
            else if (step.now >= stepAt(step, lease) && !Orders.takesOver(step, lease)) stepUp(step, lease);
        }
    }

    /** When the lease changes next if nothing is heard of its function. */
    static long dueAt(Step step, LeaseState lease) {
        return Math.min(stepAt(step, lease), lease.maxUntil);
    }

    private static long stepAt(Step step, LeaseState lease) {
        if (lease.phase != LeasePhase.HELD) {
            return lease.changedAt + step.terms.settings().stepEvery().toMillis();
        }
        long due = Math.max(lease.holdUntil, calmAt(step, lease));
        // after a relapse the lower limit stays for a cooldown: one flap in each at most
        return lease.loweredAt < 0 ? due : Math.max(due, lease.loweredAt + cooldown(step, lease));
    }

    private static long calmAt(Step step, LeaseState lease) {
        return lease.evidenceAt + step.terms.settings().calmBeforeRelease().toMillis();
    }

    private static void stepUp(Step step, LeaseState lease) {
        if (lease.phase == LeasePhase.FOUR_TIMES) {
            release(step, lease, Reason.HOLD_OVER);
            return;
        }
        LeasePhase next = lease.phase == LeasePhase.HELD ? LeasePhase.TWICE : LeasePhase.FOUR_TIMES;
        long target = (long) lease.limit * (next == LeasePhase.TWICE ? 2 : 4);
        if (isTooHigh(step, lease, target)) {
            release(step, lease, Reason.HOLD_OVER);
            return;
        }
        lease.phase = next;
        change(step, lease, (int) target);
        IncidentState incident = step.incident(lease);
        step.decide(DecisionType.RAISE, Reason.STEP_UP, incident, -1, lease);
        incident.act("raise", step.now, lease.current, lease.lever());
        Wishes.throttle(step, lease, Reason.STEP_UP);
    }

    /** Whether the next step would be as good as a release, or take too much from the others. */
    private static boolean isTooHigh(Step step, LeaseState lease, long target) {
        if (lease.previous >= 0 && target >= lease.previous) return true;
        return switch (lease.leverKind) {
            case RESERVATION ->
                lease.previous < 0
                        && (!mayTake(step, lease, target - lease.current) || target >= Headroom.unreserved(step));
            case QUEUE -> target > LimitRule.QUEUE_MOST || target >= step.terms.concurrency();
            // between paused and running there is nothing
            case STREAM -> true;
        };
    }

    /** Many of a budget's go up together when its period is over. */
    private static boolean mayTake(Step step, LeaseState lease, long more) {
        return Orders.isOrdered(step, lease)
                ? Orders.leaveHalf(step, Orders.reserved(step), more)
                : Headroom.allows(step, more);
    }

    /** The surge came back, or the order stood again, while the limit was on its way up. */
    static void lowerAgain(Step step, IncidentState current, LeaseState lease, long minute, Reason reason) {
        lease.phase = LeasePhase.HELD;
        lease.loweredAt = step.now;
        change(step, lease, lease.limit);
        IncidentState incident = step.incident(lease);
        step.decide(DecisionType.LOWER, reason, incident, minute, lease);
        incident.act("lower", step.now, lease.current, lease.lever());
        Wishes.throttle(step, lease, reason);
        step.update(current, reason);
    }

    static void change(Step step, LeaseState lease, int limit) {
        lease.before = lease.current;
        lease.current = limit;
        lease.changedAt = step.now;
    }

    /** Restores what was found and leaves the function alone for the cooldown. */
    static void release(Step step, LeaseState lease, Reason reason) {
        IncidentState incident = step.incident(lease);
        step.decide(DecisionType.RELEASE, reason, incident, -1, lease);
        Wishes.release(step, lease, reason);
        drop(step, lease, incident, "release");
        if (isOpen(step, incident)) {
            incident.cureFailed = lease.leastCost >= CURED_BELOW * lease.costBefore
                    && lease.leastDemand >= CURED_BELOW * lease.demandBefore;
            if (reason == Reason.MAX_HOLD && step.now < calmAt(step, lease)) step.update(incident, reason);
        }
        settle(step, incident);
    }

    /** Lets go without a wish: the value there is somebody else's, or there is no function any more. */
    static void letGo(Step step, LeaseState lease, Reason reason, String action) {
        IncidentState incident = step.incident(lease);
        DecisionType type = reason == Reason.OVERRIDDEN ? DecisionType.OVERRIDE : DecisionType.RELEASE;
        step.decide(type, reason, incident, -1, lease);
        drop(step, lease, incident, action);
        step.update(incident, reason);
        settle(step, incident);
    }

    private static void drop(Step step, LeaseState lease, IncidentState incident, String action) {
        boolean overridden = action.equals("override");
        step.state.leases.remove(lease.function);
        if (!overridden) step.state.cooldowns.put(lease.function, step.now + cooldown(step, lease));
        incident.act(action, step.now, overridden ? -1 : lease.previous, lease.lever());
    }

    private static boolean isOpen(Step step, IncidentState incident) {
        return step.state.open.get(incident.scope().id()) == incident;
    }

    private static void settle(Step step, IncidentState incident) {
        if (!isOpen(step, incident)) Incidents.settle(step, incident);
    }

    private static long cooldown(Step step, LeaseState lease) {
        return step.terms
                .policyFor(ScopeKind.FUNCTION, lease.function)
                .throttle()
                .cooldown()
                .toMillis();
    }
}

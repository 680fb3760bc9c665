package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.ThrottleRule;
import java.util.Iterator;
import java.util.Optional;

/**
 * What budgets order: a function is held at its usual peak while the order is restated, each minute. An order goes
 * through the admission of surges, asks for more in it, and gives way to them. One function has one lease: whoever set it
 * keeps it, and what a surge set becomes the budget's when the surge is calm.
 */
final class Orders {

    /** An order that was not restated for so long has lapsed; longer than any calm before a release. */
    private static final long LAPSES_AFTER = 10 * Step.MINUTE;

    private Orders() {}

    static String key(String incident, String function) {
        return incident + '|' + function;
    }

    /** An order of this minute, with how its function stands. */
    static void take(Step step, Assessment a) {
        if (step.terms.fleet().gone().contains(a.scope().key())) return;
        IncidentState order = note(step, a);
        LeaseState lease = step.state.leases.get(order.key);
        if (lease == null) {
            admit(step, order, a);
        } else if (isOrdered(step, lease)) {
            if (Slips.slips(step, lease, a)) Slips.end(step, order, lease, a.minute());
            else if (!Widening.makesWay(step, order, lease, a, order.plannedPeak()) && step.now < lease.maxUntil)
                ThrottleController.hold(step, order, lease, a.minute(), Reason.BUDGET_THROTTLE);
        }
    }

    private static IncidentState note(Step step, Assessment a) {
        IncidentState order =
                step.state.ordered.computeIfAbsent(key(a.order(), a.scope().key()), k -> begin(a.order(), a.scope()));
        order.seenAt = step.now;
        order.lastMinute = Math.max(order.lastMinute, a.minute());
        order.excessHourNano = a.excessHourNano();
        order.expect = a.planned().expect();
        // the first one stays: under a limit of ours the peak would grow by the head-room again and again
        if (order.peak <= 0 && a.ready()) order.peak = a.peakConcurrency();
        return order;
    }

    private static IncidentState begin(String incident, Scope function) {
        IncidentState order = new IncidentState();
        order.id = incident;
        order.kind = IncidentKind.BUDGET;
        order.account = function.account();
        order.region = function.region();
        order.key = function.key();
        return order;
    }

    private static void admit(Step step, IncidentState order, Assessment a) {
        LeaseState candidate = Candidates.ofOrder(step, order, a);
        Optional<Reason> refusal = Admission.refusal(new Admission.Candidate(step, a, order, candidate));
        if (refusal.isPresent()) refuse(step, order, a, refusal.get());
        else if (step.terms.book().mode() == Mode.APPROVE)
            ThrottleController.propose(step, order, a.minute(), candidate);
        else ThrottleController.set(step, order, a.minute(), candidate, Reason.BUDGET_THROTTLE);
    }

    /** Said once; where no safe limit is known it is left to people. */
    private static void refuse(Step step, IncidentState order, Assessment a, Reason reason) {
        if (order.refused.contains(reason)) return;
        order.refused.add(reason);
        DecisionType type = reason == Reason.NOT_READY ? DecisionType.PROPOSE : DecisionType.REFUSE;
        step.decide(type, reason, order, a.minute(), null);
    }

    static boolean isOrdered(Step step, LeaseState lease) {
        return step.incident(lease).isOrder();
    }

    /** Throttles that are held for budgets. */
    static int held(Step step) {
        return (int) step.state.leases.values().stream()
                .filter(lease -> isOrdered(step, lease))
                .count();
    }

    /** Gives the place of one budget's throttle to a surge; its function must not be in a surge itself. */
    static boolean makeRoom(Step step) {
        for (String function : Step.keys(step.state.leases)) {
            LeaseState lease = step.state.leases.get(function);
            if (!isOrdered(step, lease) || surges(step, function)) continue;
            Releases.release(step, lease, Reason.RADIUS_AT_ONCE);
            return true;
        }
        return false;
    }

    private static boolean surges(Step step, String function) {
        Scope scope = Scope.function(step.state.account, step.state.region, function);
        IncidentState open = step.state.open.get(scope.id());
        return open != null && open.pagedAt >= 0;
    }

    /**
     * A surge's throttle is due to go up and a budget orders the function to be held: the lease becomes the budget's,
     * with the end that it had. True when it did.
     */
    static boolean takesOver(Step step, LeaseState lease) {
        IncidentState order = isOrdered(step, lease) ? null : standing(step, lease.function);
        // what is paused lets nothing through
        if (order == null || lease.leverKind == LeverKind.STREAM) return false;
        ThrottleRule rule = step.terms.policyFor(order).throttle();
        int limit = LimitRule.limit(lease.leverKind, rule, order.plannedPeak(), lease.previous);
        boolean binds = lease.previous < 0 || limit < lease.previous;
        if (!binds || lease.leverKind == LeverKind.QUEUE && limit > LimitRule.QUEUE_MOST) return false;
        IncidentState before = step.incident(lease);
        lease.incident = order.id;
        lease.evidenceAt = step.now;
        lease.holdUntil = Math.min(step.now + rule.hold().toMillis(), lease.maxUntil);
        lease.phase = LeasePhase.HELD;
        lease.limit = fits(step, lease, limit) ? limit : lease.limit;
        move(step, order, lease);
        if (step.state.open.get(before.scope().id()) != before) Incidents.settle(step, before);
        return true;
    }

    private static void move(Step step, IncidentState order, LeaseState lease) {
        if (lease.limit == lease.current) {
            step.decide(DecisionType.PROLONG, Reason.BUDGET_THROTTLE, order, -1, lease);
            return;
        }
        boolean down = lease.limit < lease.current;
        if (down) lease.loweredAt = step.now;
        Releases.change(step, lease, lease.limit);
        step.decide(down ? DecisionType.LOWER : DecisionType.RAISE, Reason.BUDGET_THROTTLE, order, -1, lease);
        Wishes.throttle(step, lease, Reason.BUDGET_THROTTLE);
    }

    private static boolean fits(Step step, LeaseState lease, int limit) {
        boolean takes = lease.lever().isReservation() && lease.previous < 0 && limit > lease.current;
        // the lease is the budget's already, and counts with what it has
        return !takes || leaveHalf(step, reserved(step), limit - lease.current);
    }

    /** What budgets' throttles have taken from the unreserved pool, together. */
    static long reserved(Step step) {
        return step.state.leases.values().stream()
                .filter(lease -> lease.previous < 0 && lease.lever().isReservation() && isOrdered(step, lease))
                .mapToLong(lease -> lease.current)
                .sum();
    }

    /** Whether so much more may be taken: budgets may reserve for weeks, so as much as all of theirs stays for others. */
    static boolean leaveHalf(Step step, long reserved, long more) {
        return reserved + more <= Headroom.room(step) - more;
    }

    /** An order of that function that stands and of which a safe limit is known, or null. */
    private static IncidentState standing(Step step, String function) {
        long since = step.now - step.terms.settings().calmBeforeRelease().toMillis();
        for (String key : Step.keys(step.state.ordered)) {
            IncidentState order = step.state.ordered.get(key);
            if (order.key.equals(function) && order.seenAt >= since && order.peak > 0) return order;
        }
        return null;
    }

    /** Forgets orders that have lapsed and hold nothing. */
    static void forget(Step step) {
        Iterator<IncidentState> orders = step.state.ordered.values().iterator();
        while (orders.hasNext()) {
            IncidentState order = orders.next();
            if (step.now >= order.seenAt + LAPSES_AFTER && !holds(step, order)) orders.remove();
        }
    }

    static long forgetAt(Step step) {
        long at = Long.MAX_VALUE;
        for (IncidentState order : step.state.ordered.values()) {
            if (!holds(step, order)) at = Math.min(at, order.seenAt + LAPSES_AFTER);
        }
        return at;
    }

    private static boolean holds(Step step, IncidentState order) {
        LeaseState lease = step.state.leases.get(order.key);
        return lease != null && lease.incident.equals(order.id);
    }
}

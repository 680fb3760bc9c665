package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;

/**
 * Finds that a queue or stream is held and the function runs above the limit all the same: then something else calls it,
 * or AWS does not take the limit. The lease ends, and for this incident only reserved concurrency counts.
 */
final class Slips {

    private Slips() {}

    /**
     * Whether more ran at once than the lever lets through, in a minute that began when the limit had had its time and
     * what was running before it had ended.
     */
    static boolean slips(Step step, LeaseState lease, Assessment a) {
        if (lease.lever().isReservation() || step.terms.recorded()) return false;
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        long longestRun = facts == null ? 15 * Step.MINUTE : facts.timeoutSeconds() * 1_000L;
        long settled = lease.changedAt + step.terms.settings().freshFor().toMillis() + longestRun;
        return a.minute() * Step.MINUTE >= settled && a.observed().concurrency() > lease.current;
    }

    /** Lets go without a cooldown: the next throttle is the one that should have been this. */
    static void end(Step step, IncidentState current, LeaseState lease, long minute) {
        IncidentState incident = step.incident(lease);
        step.decide(DecisionType.RELEASE, Reason.NOT_BINDING, incident, minute, lease);
        Wishes.release(step, lease, Reason.NOT_BINDING);
        step.state.leases.remove(lease.function);
        incident.act("release", step.now, lease.previous, lease.lever());
        current.slipped = true;
        incident.slipped = true;
        if (incident != current) Incidents.settle(step, incident);
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.FunctionFacts;

/**
 * Finds that a queue or stream is held and the function runs above the limit all the same: then something else calls it,
 * or AWS does not take the limit. The lease ends, and for this incident only reserved concurrency counts.
 */
final class LeverBypass {

    private LeverBypass() {}

    /**
     * Whether more ran at once than the lever lets through, in a minute that began when the limit had had its time and
     * what was running before it had ended.
     */
    static boolean slips(Step step, Lease of, Assessment a) {
        LeaseState lease = of.state;
        if (lease.lever().isReservation() || step.terms.recorded()) return false;
        FunctionFacts facts = step.terms.fleet().functions().get(lease.function);
        long longestRun = facts == null ? 15 * Step.MINUTE : facts.timeoutSeconds() * 1_000L;
        long settled = lease.changedAt + step.terms.settings().freshFor().toMillis() + longestRun;
        return a.minute() * Step.MINUTE >= settled && a.observed().concurrency() > lease.current;
    }

    /** Ends it without a cooldown: the next throttle is the one that should have been this. */
    static void end(IncidentState current, Lease lease, long minute) {
        IncidentState incident = lease.incident();
        current.slipped = true;
        incident.slipped = true;
        lease.release(Reason.NOT_BINDING, minute, 0);
    }
}

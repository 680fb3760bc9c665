package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;

/**
 * What a throttle spares of a minute. Each minute counts once, by the fullest of its revisions.
 *
 * <p>Of a recording, which goes on as if nothing had been throttled, it is the cost of what runs above the limit. Live it
 * is what the refused calls would have cost at the price of those that ran, but no more than fits under the ceiling: the
 * concurrency that the function could have had without us. Calls that are refused are often tried again, and each try
 * counts as demand: the ceiling bounds what they could have come to.
 */
final class Averted {
    private static final double MICROS_PER_MINUTE = 60e6;
    /** Minutes back that a late sample may still revise, with room to spare. */
    static final int REVISABLE = 64;

    private Averted() {}

    /** cost x max(0, 1 - limit / average concurrency), nano-USD, rounded half up. */
    static long nano(long costNano, long durationMicros, int limit) {
        return Math.round(costNano * share(durationMicros, limit));
    }

    /** The share of a recorded minute that would not have run under a limit. */
    static double share(long durationMicros, int limit) {
        return durationMicros <= 0 ? 0 : Math.max(0, 1 - limit / (durationMicros / MICROS_PER_MINUTE));
    }

    /** What the lease spares of a recorded minute, 0 when it was not yet in force at the minute's start. */
    static long ofRecorded(LeaseState lease, Assessment a) {
        return inForce(lease, a) ? nano(a.costNano(), a.durationMicros(), limitOf(lease, a)) : 0;
    }

    /** Refused calls at the price of those that ran, up to the ceiling: cost x (ceiling / average concurrency - 1). */
    static long ofLive(LeaseState lease, Assessment a, long ceiling) {
        double ran = a.observed().demandPerMinute() - a.refused();
        if (!inForce(lease, a) || a.refused() <= 0 || ran <= 0 || a.durationMicros() <= 0) return 0;
        double refused = a.costNano() / ran * a.refused();
        double room = a.costNano() * (ceiling / (a.durationMicros() / MICROS_PER_MINUTE) - 1);
        return Math.round(Math.max(0, Math.min(refused, room)));
    }

    static boolean inForce(LeaseState lease, Assessment a) {
        return lease.since <= a.minute() * Step.MINUTE;
    }

    static int limitOf(LeaseState lease, Assessment a) {
        return a.minute() * Step.MINUTE >= lease.changedAt ? lease.current : lease.before;
    }

    /** Counts a minute; one that is revised counts with the most that any of its assessments told. */
    static void count(Step step, IncidentState incident, LeaseState lease, Assessment a) {
        long now = step.terms.recorded() ? ofRecorded(lease, a) : ofLive(lease, a, Headroom.ceiling(step, lease));
        long before = incident.averted.getOrDefault(a.minute(), 0L);
        if (now <= before) return;
        incident.avertedNano += now - before;
        incident.averted.put(a.minute(), now);
        incident.averted.keySet().removeIf(minute -> minute < a.minute() - REVISABLE);
    }
}

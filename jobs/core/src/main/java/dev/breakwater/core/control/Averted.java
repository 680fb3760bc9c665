package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;

/** What a simulated throttle spares of a recorded minute. Each minute counts once, by the fullest of its revisions. */
final class Averted {
    private static final double MICROS_PER_MINUTE = 60e6;
    /** Minutes back that a late sample may still revise, with room to spare. */
    private static final int REVISABLE = 64;

    private Averted() {}

    /** cost x max(0, 1 - limit / average concurrency), nano-USD, rounded half up. */
    static long nano(long costNano, long durationMicros, int limit) {
        if (durationMicros <= 0) return 0;
        double share = 1 - limit / (durationMicros / MICROS_PER_MINUTE);
        return share <= 0 ? 0 : Math.round(costNano * share);
    }

    /** What the lease spares of the assessed minute, 0 when it was not yet in force at the minute's start. */
    static long of(LeaseState lease, Assessment a) {
        long start = a.minute() * Step.MINUTE;
        if (lease.since > start) return 0;
        return nano(a.costNano(), a.durationMicros(), start >= lease.changedAt ? lease.current : lease.before);
    }

    /** Counts a minute; one that is revised counts with the most that any of its assessments told. */
    static void count(IncidentState incident, LeaseState lease, Assessment a) {
        long now = of(lease, a);
        long before = incident.averted.getOrDefault(a.minute(), 0L);
        if (now <= before) return;
        incident.avertedNano += now - before;
        incident.averted.put(a.minute(), now);
        incident.averted.keySet().removeIf(minute -> minute < a.minute() - REVISABLE);
    }
}

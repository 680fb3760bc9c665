package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;

/** What a simulated throttle spares of a recorded minute. Each minute counts once, however often it is revised. */
final class Averted {
    private static final double MICROS_PER_MINUTE = 60e6;
    private static final int BITS = 64;

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

    static void count(IncidentState incident, LeaseState lease, Assessment a) {
        if (firstTime(incident, a.minute())) incident.avertedNano += of(lease, a);
    }

    private static boolean firstTime(IncidentState incident, long minute) {
        if (minute > incident.countedMinute) {
            long shift = minute - incident.countedMinute;
            incident.countedBits = incident.countedMinute < 0 || shift >= BITS ? 0 : incident.countedBits << shift;
            incident.countedMinute = minute;
        }
        long age = incident.countedMinute - minute;
        if (age >= BITS) return false;
        long bit = 1L << age;
        boolean first = (incident.countedBits & bit) == 0;
        incident.countedBits |= bit;
        return first;
    }
}

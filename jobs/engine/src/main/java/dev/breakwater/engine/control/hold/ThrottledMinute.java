package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.model.Assessment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cost that a throttle averts in a minute, and the good calls that it refuses. If a minute is revised, only its
 * largest revision counts.
 *
 * <p>In a recording, throttles do not change the traffic, so the averted cost is the cost of the calls above the limit.
 * In a live run, each refused call counts as the average cost of a call that ran. Callers often retry refused calls,
 * and each retry counts as demand. The averted cost is therefore capped. The cap is the cost of running at the highest
 * concurrency that the function could have reached without our limit.
 *
 * <p>A good call is a call that the baseline expects. Breakwater cannot know which refused calls were good. Each
 * refused call therefore counts as good with a probability of expected calls / demand, but at most 1.
 *
 * @param lease the lease whose limit was set in the minute or before it, or null if there was none
 */
public record ThrottledMinute(
        Step step, Headroom headroom, @Nullable LeaseState lease, Assessment a) {
    private static final double MICROS_PER_MINUTE = 60e6;
    private static final double MILLI = 1000;
    /** How many past minutes a late sample can still change, with a margin. */
    private static final int REVISABLE = 64;

    /** A limit counts from its decision until its release is observed, even if the minute's data comes later. */
    static ThrottledMinute of(Step step, Headroom headroom, Assessment a) {
        LeaseState held = step.state.limits.leases.get(a.scope().key());
        LeaseState ended = step.state.limits.released.get(a.scope().key());
        return new ThrottledMinute(step, headroom, stood(held, a) ? held : stood(ended, a) ? ended : null, a);
    }

    private static boolean stood(@Nullable LeaseState lease, Assessment a) {
        long start = a.minute() * Step.MINUTE;
        return lease != null
                && lease.times.since < start + Step.MINUTE
                && (lease.times.overAt == 0 || start < lease.times.overAt);
    }

    /** The refused calls. In the minute in which the lease began, earlier refusals were not caused by its limit. */
    private long refused(LeaseState lease) {
        boolean whole = lease.times.since <= a.minute() * Step.MINUTE;
        return whole ? a.readings().refused() : Math.max(0, a.readings().refused() - lease.effect.refusedBefore);
    }

    /** Counts the minute. A revised minute counts with its largest assessment. */
    void count(IncidentState incident) {
        if (lease == null) {
            countForbidden(incident);
            return;
        }
        incident.worth.avertedNano += more(incident.worth.averted, avertedNano());
        incident.worth.refusedMilli += more(incident.worth.refusals, Math.round(refusedGood(lease) * MILLI));
    }

    /**
     * If no limit was set, counts the cost that a limit would have averted and the good calls that it would have
     * refused.
     */
    private void countForbidden(IncidentState incident) {
        if (incident.worth.wouldLimit <= 0) return;
        int limit = incident.worth.wouldLimit;
        incident.worth.wouldAvertNano += more(
                incident.worth.averted, averted(a.amounts().cost(), a.readings().durationMicros(), limit));
        double refused =
                a.readings().observed().demandPerMinute() * share(a.readings().durationMicros(), limit);
        incident.worth.wouldRefuseMilli += more(incident.worth.refusals, Math.round(good(refused) * MILLI));
    }

    private long more(Map<Long, Long> counted, long now) {
        long more = now - counted.getOrDefault(a.minute(), 0L);
        if (more <= 0) return 0;
        counted.put(a.minute(), now);
        counted.keySet().removeIf(minute -> minute < a.minute() - REVISABLE);
        return more;
    }

    /**
     * The cost that the limit averts in the minute, nano-USD. The value is 0 if no limit was set.
     */
    long avertedNano() {
        if (lease == null) return 0;
        return step.terms.recorded()
                ? averted(a.amounts().cost(), a.readings().durationMicros(), limit(lease))
                : ofLive(lease);
    }

    /** cost x max(0, 1 - limit / average concurrency), nano-USD, rounded half up. */
    public static long averted(long costNano, long durationMicros, int limit) {
        return Math.round(costNano * share(durationMicros, limit));
    }

    /** The share of a recorded minute's calls that would not have run under a limit. */
    static double share(long durationMicros, int limit) {
        return durationMicros <= 0 ? 0 : Math.max(0, 1 - limit / (durationMicros / MICROS_PER_MINUTE));
    }

    /** Refused calls x the average cost of a call that ran, at most cost x (ceiling / average concurrency - 1). */
    private long ofLive(LeaseState lease) {
        long ceiling = headroom.ceiling(lease);
        double ran = a.readings().observed().demandPerMinute() - a.readings().refused();
        if (ran <= 0 || a.readings().durationMicros() <= 0) return 0;
        double refused = a.amounts().cost() / ran * refused(lease);
        double room = a.amounts().cost() * (ceiling / (a.readings().durationMicros() / MICROS_PER_MINUTE) - 1);
        return Math.round(Math.max(0, Math.min(refused, room)));
    }

    /** The number of good calls that were refused. The value is 0 if calls wait at their source. */
    private double refusedGood(LeaseState lease) {
        if (!lease.lever.kind().refuses()) return 0;
        double demand = a.readings().observed().demandPerMinute();
        return good(
                step.terms.recorded() ? demand * share(a.readings().durationMicros(), limit(lease)) : refused(lease));
    }

    private double good(double refused) {
        double demand = a.readings().observed().demandPerMinute();
        return demand <= 0 ? 0 : refused * Math.min(1, a.readings().expected().demandPerMinute() / demand);
    }

    private int limit(LeaseState lease) {
        return lease.instances(a.minute() * Step.MINUTE >= lease.times.changedAt ? lease.current : lease.before);
    }
}

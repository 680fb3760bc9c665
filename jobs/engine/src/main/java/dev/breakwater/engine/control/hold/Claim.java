package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;

/**
 * The reason for a throttle: a surge, or a budget's order. A budget's order can wait, so it may use less of each scarce
 * resource.
 */
public sealed interface Claim {

    /** The incident, or the budget's order. */
    IncidentState incident();

    static Claim of(IncidentState incident) {
        return incident.kind == IncidentKind.BUDGET ? new Budget(incident) : new Surge(incident);
    }

    /** How many new throttles this claim may use in 60 minutes, if all claims together may use {@code allowed}. */
    int perHour(int allowed);

    /** Whether Breakwater knows how large a limit must be to allow normal traffic. */
    boolean knowsSafeLimit(Assessment a);

    /** Whether a limit would have no effect, and would only count as another throttled function. */
    boolean stopsNothing(LeaseState candidate, Assessment a);

    /**
     * How much more concurrency the throttle may take from the unreserved pool. The value is negative if too little is
     * left.
     */
    long room(Headroom headroom);

    /** How much more concurrency a held limit may take when a release step raises it. */
    default long roomForStep(Headroom headroom) {
        return Math.min(room(headroom), headroom.roomForStep());
    }

    /** The most instances that normal traffic may use at once. */
    double peak(Assessment a);

    /** The rule for the claim's throttles. Only some claims may pause a function, because a pause stops every call. */
    ThrottleRule rule(Policy policy, Assessment a);

    /** Whether people get an update when the throttle is prolonged. */
    boolean prolongs();

    private static ThrottleRule withoutStop(ThrottleRule rule) {
        return rule.lever() == LeverRule.PAUSE ? rule.by(LeverRule.AUTO) : rule;
    }

    /** A surge of calls or cost. */
    record Surge(IncidentState incident) implements Claim {
        @Override
        public int perHour(int allowed) {
            return allowed;
        }

        @Override
        public boolean knowsSafeLimit(Assessment a) {
            return a.readings().ready();
        }

        /** Whether the limit is at or above the present use. */
        @Override
        public boolean stopsNothing(LeaseState candidate, Assessment a) {
            return candidate.instances(candidate.limit)
                    >= a.readings().observed().concurrency();
        }

        @Override
        public long room(Headroom headroom) {
            return headroom.room();
        }

        @Override
        public double peak(Assessment a) {
            return a.readings().plannedPeak();
        }

        /** A pause would stop all calls, so it is not used while a planned window expects traffic. */
        @Override
        public ThrottleRule rule(Policy policy, Assessment a) {
            return a.readings().planned().present() ? withoutStop(policy.throttle()) : policy.throttle();
        }

        @Override
        public boolean prolongs() {
            return true;
        }
    }

    /** A budget's order, which may last for weeks and prevents future spend. */
    record Budget(IncidentState incident) implements Claim {
        /** Orders may use half of the throttles per hour, so that surges have the other half. */
        @Override
        public int perHour(int allowed) {
            return allowed / 2;
        }

        @Override
        public boolean knowsSafeLimit(Assessment a) {
            return a.readings().ready() && incident.throttle.peak > 0;
        }

        @Override
        public boolean stopsNothing(LeaseState candidate, Assessment a) {
            return false;
        }

        /** An order may take half of the free pool and leaves the other half free. */
        @Override
        public long room(Headroom headroom) {
            return Math.floorDiv(headroom.room() - headroom.reservedForBudgets(), 2);
        }

        @Override
        public double peak(Assessment a) {
            return incident.throttle.plannedPeak();
        }

        @Override
        public ThrottleRule rule(Policy policy, Assessment a) {
            return withoutStop(policy.throttle());
        }

        @Override
        public boolean prolongs() {
            return false;
        }
    }
}

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
 * resource. It may last for weeks and prevents future spend.
 *
 * @param incident the surge's incident, or the budget's order
 */
public record Claim(IncidentState incident) {

    /** Whether a budget ordered the throttle. */
    boolean isOrdered() {
        return incident.kind == IncidentKind.BUDGET;
    }

    /**
     * How many new throttles this claim may use in 60 minutes, if all claims together may use {@code allowed}. Orders
     * may use half of them, so that surges have the other half.
     */
    int perHour(int allowed) {
        return isOrdered() ? allowed / 2 : allowed;
    }

    /** Whether Breakwater knows how large a limit must be to allow normal traffic. */
    boolean knowsSafeLimit(Assessment a) {
        return a.readings().ready() && (!isOrdered() || incident.throttle.peak > 0);
    }

    /**
     * Whether a limit would have no effect, and would only count as another throttled function, because it is at or
     * above the present use. An order limits future use.
     */
    boolean stopsNothing(LeaseState candidate, Assessment a) {
        return !isOrdered()
                && candidate.instances(candidate.limit)
                        >= a.readings().observed().concurrency();
    }

    /**
     * How much more concurrency the throttle may take from the unreserved pool. The value is negative if too little is
     * left. An order may take half of the free pool and leaves the other half free.
     */
    long room(Headroom headroom) {
        return isOrdered() ? Math.floorDiv(headroom.room() - headroom.reservedForBudgets(), 2) : headroom.room();
    }

    /** How much more concurrency a held limit may take when a release step raises it. */
    long roomForStep(Headroom headroom) {
        return Math.min(room(headroom), headroom.roomForStep());
    }

    /** The most instances that normal traffic may use at once. */
    double peak(Assessment a) {
        return isOrdered() ? incident.throttle.plannedPeak() : a.readings().plannedPeak();
    }

    /**
     * The rule for the claim's throttles. A pause stops every call, so an order never pauses a function, and a surge does
     * not while a planned window expects traffic.
     */
    ThrottleRule rule(Policy policy, Assessment a) {
        ThrottleRule rule = policy.throttle();
        boolean mayPause = !isOrdered() && !a.readings().planned().present();
        return mayPause || rule.lever() != LeverRule.PAUSE ? rule : rule.by(LeverRule.AUTO);
    }
}

package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;

/** How a request ended. */
public enum EffectOutcome {
    /** The limit is set, by this or by an earlier try whose end nobody wrote down. */
    APPLIED,
    /** Our throttle is gone and what was found before it is back. */
    RELEASED,
    ALREADY,
    OVERRIDDEN,
    HELD_BY_OTHER,
    GONE,
    EXPIRED,
    TRANSIENT,
    THROTTLED,
    DENIED,
    INVALID,
    UNKNOWN,
    /** There was no time, no permission or no ledger for it. */
    NOT_ATTEMPTED;

    static EffectOutcome of(AwsFailure failure) {
        return failure.outcome() == Outcome.MISSING
                ? GONE
                : valueOf(failure.outcome().name());
    }

    static EffectOutcome of(CommitPlan plan, boolean throttle) {
        boolean held = plan.kind() == PlanKind.ALREADY && plan.lease() != null;
        if (plan.kind() == PlanKind.APPLY || held) {
            return throttle ? APPLIED : RELEASED;
        }
        return valueOf(plan.kind().name());
    }
}

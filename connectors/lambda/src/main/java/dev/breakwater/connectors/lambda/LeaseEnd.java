package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.AwsFailure;

/**
 * What came of ending a lease; what {@code release} and {@code sweep} print.
 *
 * @param outcome  RELEASED, OVERRIDDEN (a value by hand left in place), ALREADY (no lease), NOT_ATTEMPTED (renewed
 *                 meanwhile), HELD_BY_OTHER (mark unreadable), GONE, or how AWS failed
 * @param mark     the lease, or null
 * @param restored what was put back, or {@link Effect#NOT_RESTORED}
 */
public record LeaseEnd(FunctionRef function, EffectOutcome outcome, Mark mark, int restored, String detail) {

    /** Whether nothing is left to do for this function. */
    public boolean done() {
        return switch (outcome) {
            case RELEASED, OVERRIDDEN, ALREADY, NOT_ATTEMPTED, GONE -> true;
            default -> false;
        };
    }

    static LeaseEnd of(FunctionRef function, CommitPlan plan) {
        EffectOutcome outcome = EffectOutcome.of(plan, false);
        int restored = outcome == EffectOutcome.RELEASED ? plan.lease().previous() : Effect.NOT_RESTORED;
        return new LeaseEnd(function, outcome, plan.lease(), restored, plan.detail());
    }

    static LeaseEnd nothing(FunctionRef function, EffectOutcome outcome, String detail) {
        return new LeaseEnd(function, outcome, null, Effect.NOT_RESTORED, detail);
    }

    static LeaseEnd failed(FunctionRef function, Mark mark, AwsFailure failure) {
        return new LeaseEnd(function, EffectOutcome.of(failure), mark, Effect.NOT_RESTORED, failure.text());
    }
}

package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.ledger.Effect;
import dev.breakwater.connectors.lambda.ledger.EffectOutcome;
import dev.breakwater.connectors.lambda.mark.Mark;

/**
 * What came of ending a lease; what {@code release} and {@code sweep} print.
 *
 * @param limit    which limit
 * @param outcome  RELEASED, OVERRIDDEN (a value by hand left in place), ALREADY (no lease), NOT_ATTEMPTED (renewed
 *                 meanwhile), HELD_BY_OTHER (mark unreadable), GONE, or how AWS failed
 * @param mark     the lease, or null
 * @param restored what was put back, or {@link Effect#NOT_RESTORED}
 */
public record LeaseEnd(LeverRef limit, EffectOutcome outcome, Mark mark, int restored, String detail) {

    public FunctionRef function() {
        return limit.function();
    }

    /** Whether nothing is left to do for this limit. */
    public boolean done() {
        return switch (outcome) {
            case RELEASED, OVERRIDDEN, ALREADY, NOT_ATTEMPTED, GONE -> true;
            default -> false;
        };
    }

    static LeaseEnd of(LeverRef limit, CommitPlan plan) {
        EffectOutcome outcome = plan.outcome();
        int restored = outcome == EffectOutcome.RELEASED ? plan.lease().previous() : Effect.NOT_RESTORED;
        return new LeaseEnd(limit, outcome, plan.lease(), restored, plan.detail());
    }

    static LeaseEnd nothing(LeverRef limit, EffectOutcome outcome, String detail) {
        return new LeaseEnd(limit, outcome, null, Effect.NOT_RESTORED, detail);
    }

    static LeaseEnd failed(LeverRef limit, Mark mark, AwsFailure failure) {
        return new LeaseEnd(limit, EffectOutcome.of(failure), mark, Effect.NOT_RESTORED, failure.text());
    }
}

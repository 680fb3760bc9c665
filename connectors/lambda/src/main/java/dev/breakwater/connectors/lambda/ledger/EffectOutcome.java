package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;

/** How a request ended. */
public enum EffectOutcome {
    /** The limit is set, by this or by an earlier try whose end nobody wrote down. */
    APPLIED,
    /** Our throttle is gone and what was found before it is back. */
    RELEASED,
    /** Nothing of ours is there to release, or somebody else's limit is as tight. */
    ALREADY,
    /** Somebody else's value stands, or a person let the function go: it is left alone. */
    OVERRIDDEN,
    /** The mark is another instance's, or cannot be read. */
    HELD_BY_OTHER,
    GONE,
    EXPIRED,
    TRANSIENT,
    THROTTLED,
    DENIED,
    INVALID,
    UNKNOWN,
    /** A person took back that the function is left alone: it may be throttled again. */
    AGAIN_ALLOWED,
    /** A person's request, and what became of it: a line, no act. */
    REQUESTED,
    /** There was no time, no permission or no ledger for it. */
    NOT_ATTEMPTED;

    public static EffectOutcome of(AwsFailure failure) {
        return failure.outcome() == Outcome.MISSING
                ? GONE
                : valueOf(failure.outcome().name());
    }
}

package dev.breakwater.connectors.aws;

/** The meaning of a failed call to AWS for the caller. Only {@link AwsFailure#of} decides it. */
public enum Outcome {
    /** The call may work a little later: 5xx, time-outs, broken connections, a conflicting change in progress. */
    TRANSIENT,
    /** Too many calls: wait at least {@link AwsFailure#retryAfterMillis()}. */
    THROTTLED,
    /** No permission, or credentials that are missing, expired or wrong. Asking again does not help. */
    DENIED,
    /** The service itself says that the resource does not exist. */
    MISSING,
    /** The service understood the request and refused it. Only a different request can succeed. */
    INVALID,
    /** The cause is unknown. Never treat it as "nothing found". */
    UNKNOWN;

    /** Whether the same call may succeed later even if nobody changes anything. */
    public boolean worthRepeating() {
        return this == TRANSIENT || this == THROTTLED;
    }
}

package dev.breakwater.connectors.aws;

/** The meaning of a failed call to AWS for the caller. Only the method {@link AwsFailure#of} decides the outcome. */
public enum Outcome {
    /** The call may work a little later: 5xx, time-outs, broken connections, a conflicting change in progress. */
    TRANSIENT,
    /** There were too many calls. Wait at least {@link AwsFailure#retryAfterMillis()}. */
    THROTTLED,
    /** The permission is missing, or the credentials are missing, expired or wrong. Another attempt does not help. */
    DENIED,
    /** The service itself says that the resource does not exist. */
    MISSING,
    /** The service understood the request and refused it. Only a different request can succeed. */
    INVALID,
    /** The cause is unknown. Never treat this outcome as "not found". */
    UNKNOWN;

    /** Returns whether the same call may succeed later, even if nobody changes anything. */
    public boolean worthRepeating() {
        return this == TRANSIENT || this == THROTTLED;
    }
}

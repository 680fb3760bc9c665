package dev.breakwater.connectors.aws;

/** The meaning of a failed call to AWS for the caller. Decided in one place: {@link AwsFailure#of}. */
public enum Outcome {
    /** It may work a little later: 5xx, time-outs, broken connections, a conflicting change in progress. */
    TRANSIENT,
    /** Too many calls: wait at least {@link AwsFailure#retryAfterMillis()}. */
    THROTTLED,
    /** No permission, or credentials that are missing, expired or wrong. Asking again does not help. */
    DENIED,
    /** The thing named does not exist, said by the service itself. */
    MISSING,
    /** The service understood and refused: the request has to change first. */
    INVALID,
    /** The cause is unknown. Never to be read as "nothing found". */
    UNKNOWN;

    /** Whether the same call may succeed later without anybody changing anything. */
    public boolean worthRepeating() {
        return this == TRANSIENT || this == THROTTLED;
    }
}

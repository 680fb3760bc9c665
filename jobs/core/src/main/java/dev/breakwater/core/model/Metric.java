package dev.breakwater.core.model;

/** The Lambda metrics that are used, in namespace AWS/Lambda. */
public enum Metric {
    /** Calls that ran: sum. */
    INVOCATIONS,
    /** Handler time in milliseconds: sum. */
    DURATION,
    /** Instances at once: maximum. */
    CONCURRENT_EXECUTIONS,
    /** Calls refused for lack of concurrency: sum. */
    THROTTLES,
    /** Calls that failed: sum. */
    ERRORS,
    /** Calls that AWS cut because they looped: sum. */
    RECURSIVE_INVOCATIONS_DROPPED;

    /** This metric's bit in a set of metrics. */
    public int bit() {
        return 1 << ordinal();
    }
}

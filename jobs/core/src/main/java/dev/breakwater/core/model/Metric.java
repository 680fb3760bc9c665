package dev.breakwater.core.model;

/** The metrics of a function that are used: of namespace AWS/Lambda, and the billed values in platform reports. */
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
    RECURSIVE_INVOCATIONS_DROPPED,
    /** Billed milliseconds x MB from platform reports, INIT included: partial sums that add up. */
    BILLED_MEGABYTE_MILLISECONDS,
    /** The same of the most expensive call that a report reported: maximum. */
    DEAREST_REPORT,
    /** Memory in MB that reports reported: maximum. */
    REPORTED_MEMORY,
    /** Calls that platform starts reported: partial counts that add up. */
    STARTED_CALLS;

    /** Whether it is of the function's log, and comes in parts. */
    public boolean isReported() {
        return ordinal() >= BILLED_MEGABYTE_MILLISECONDS.ordinal();
    }

    /** This metric's bit in a set of metrics. */
    public int bit() {
        return 1 << ordinal();
    }
}

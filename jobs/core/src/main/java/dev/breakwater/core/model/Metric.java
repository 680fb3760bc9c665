package dev.breakwater.core.model;

/** The metrics of a function that Breakwater uses, from namespace AWS/Lambda and from platform reports. */
public enum Metric {
    /** Calls that ran: sum. */
    INVOCATIONS,
    /** Handler time in milliseconds: sum. */
    DURATION,
    /** Instances that run at the same time: maximum. */
    CONCURRENT_EXECUTIONS,
    /** Calls refused for lack of concurrency: sum. */
    THROTTLES,
    /** Calls that failed: sum. */
    ERRORS,
    /** Calls that AWS dropped because they were recursive loops: sum. */
    RECURSIVE_INVOCATIONS_DROPPED,
    /** Billed milliseconds x MB from platform reports, including INIT. The values are partial sums, which are added. */
    BILLED_MEGABYTE_MILLISECONDS,
    /** Billed milliseconds x MB of the most expensive call in the reports: maximum. */
    DEAREST_REPORT,
    /** Memory in MB from the reports: maximum. */
    REPORTED_MEMORY,
    /** Calls counted from platform starts. The values are partial counts, which are added. */
    STARTED_CALLS;

    /** Whether the metric comes from the function's log. A metric from the log has partial sums as its values. */
    public boolean isReported() {
        return ordinal() >= BILLED_MEGABYTE_MILLISECONDS.ordinal();
    }

    /** This metric's bit in a set of metrics. */
    public int bit() {
        return 1 << ordinal();
    }
}

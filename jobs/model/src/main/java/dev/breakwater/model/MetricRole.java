package dev.breakwater.model;

/**
 * The role of a metric of a watched resource. Each kind of resource has its own names for its metrics. Other metrics
 * are only counted, by name. Do not reorder these values: the ordinal is on the wire.
 */
public enum MetricRole {
    /** Calls that ran, by Sum. */
    CALLS,
    /** Calls that run at once, by Maximum. */
    CONCURRENCY,
    /** Milliseconds of work, by Sum, SampleCount and Maximum. */
    MILLISECONDS,
    /** Calls refused with 429, by Sum. */
    REFUSALS,
    /** Calls that failed, by Sum. */
    ERRORS,
    /** Calls that AWS dropped to stop a loop, by Sum. */
    LOOPS_DROPPED,
    /** Concurrent instances of all functions of a region without a reservation, by Maximum. It exists only per region. */
    UNRESERVED_CONCURRENCY,
    /**
     * Month-to-date USD from AWS/Billing, by Maximum. The function field contains the ServiceName, "" for all services.
     */
    CHARGES,
    /**
     * Billed milliseconds x MB, including INIT, by Sum and SampleCount (calls), from platform reports. The values of a
     * function and minute are added, because each value covers only some calls.
     */
    BILLED_MEGABYTE_MILLISECONDS,
    /** Configured memory in MB, by Maximum, from the same platform reports. */
    MEMORY_SIZE,
    /**
     * Calls that started, by SampleCount, from platform starts. The values of a minute are added, as for billed
     * milliseconds.
     */
    STARTED_CALLS,
    /** Billed milliseconds x MB of the most expensive call in the platform reports, by Maximum. CloudWatch lacks it. */
    HIGHEST_REPORT;

    /**
     * Returns whether this metric moves the arrival minute. Platform reports do not move the arrival minute, because
     * they come minutes before the metrics, which would then be late. Charges do not move the arrival minute, because
     * they come hours late.
     */
    public boolean tellsTime() {
        return this != CHARGES && !isReported();
    }

    /** Whether the metric comes from the function's log. */
    public boolean isReported() {
        return ordinal() >= BILLED_MEGABYTE_MILLISECONDS.ordinal();
    }

    /** This metric's bit in a set of metrics. */
    public int bit() {
        return 1 << ordinal();
    }
}

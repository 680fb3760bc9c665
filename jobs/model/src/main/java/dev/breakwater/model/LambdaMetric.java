package dev.breakwater.model;

/**
 * The CloudWatch metrics that Breakwater uses. Other metrics are only counted, by name. Do not reorder these values:
 * the ordinal is on the wire.
 */
public enum LambdaMetric {
    /** Calls that ran, by Sum. */
    INVOCATIONS("Invocations"),
    /** Concurrent instances, by Maximum. */
    CONCURRENT_EXECUTIONS("ConcurrentExecutions"),
    /** Milliseconds in the handler, by Sum, SampleCount and Maximum. */
    DURATION("Duration"),
    /** Calls refused with 429, by Sum. */
    THROTTLES("Throttles"),
    /** Calls that failed, by Sum. */
    ERRORS("Errors"),
    /** Calls that AWS dropped to stop a loop, by Sum. */
    RECURSIVE_INVOCATIONS_DROPPED("RecursiveInvocationsDropped"),
    /**
     * Concurrent instances of all functions of a region without a reservation, by Maximum. The metric exists only per
     * region.
     */
    UNRESERVED_CONCURRENT_EXECUTIONS("UnreservedConcurrentExecutions"),
    /**
     * Month-to-date USD from AWS/Billing, by Maximum. The function field contains the ServiceName, "" for all services.
     */
    ESTIMATED_CHARGES("EstimatedCharges"),
    /**
     * Billed milliseconds x MB, including INIT, by Sum and SampleCount (calls), from platform reports in namespace
     * Breakwater/Reports. The values of a function and minute are added, because each value covers only some calls.
     */
    BILLED_MEGABYTE_MILLISECONDS("BilledMegabyteMilliseconds"),
    /** Configured memory in MB, by Maximum, from the same platform reports. */
    MEMORY_SIZE("MemorySize"),
    /**
     * Calls that started, by SampleCount, from platform starts in namespace Breakwater/Reports. The values of a minute
     * are added, as for billed milliseconds.
     */
    STARTED_CALLS("StartedCalls"),
    /** Billed milliseconds x MB of the most expensive call in the platform reports, by Maximum. CloudWatch lacks it. */
    DEAREST_REPORT("");

    /** The namespace of the metrics that Lambda sends. */
    public static final String NAMESPACE = "AWS/Lambda";
    /** The namespace of the figures from platform reports and platform starts. */
    public static final String REPORTS = "Breakwater/Reports";
    /** The dimension with the function's name. */
    public static final String DIMENSION = "FunctionName";

    private final String wire;

    LambdaMetric(String wire) {
        this.wire = wire;
    }

    /**
     * Returns whether this metric moves the arrival minute. Platform reports do not move the arrival minute, because
     * they come minutes before the metrics, which would then be late. Charges do not move the arrival minute, because
     * they come hours late.
     */
    public boolean tellsTime() {
        return this != ESTIMATED_CHARGES && !isReported();
    }

    /** Whether the metric comes from the function's log. */
    public boolean isReported() {
        return ordinal() >= BILLED_MEGABYTE_MILLISECONDS.ordinal();
    }

    /** This metric's bit in a set of metrics. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Returns the name in CloudWatch, for example {@code Invocations}. */
    public String wire() {
        return wire;
    }
}

package dev.breakwater.connectors.cloudwatch;

/**
 * The CloudWatch metrics that Breakwater uses. All others are counted by name. Do not reorder: the ordinal is on the
 * wire.
 */
public enum LambdaMetric {
    /** Calls that ran, by Sum. */
    INVOCATIONS("Invocations"),
    /** Instances at once, by Maximum. */
    CONCURRENT_EXECUTIONS("ConcurrentExecutions"),
    /** Milliseconds in the handler, by Sum, SampleCount and Maximum. */
    DURATION("Duration"),
    /** Calls refused with 429, by Sum. */
    THROTTLES("Throttles"),
    /** Calls that failed, by Sum. */
    ERRORS("Errors"),
    /** Calls that AWS dropped to cut a loop, by Sum. */
    RECURSIVE_INVOCATIONS_DROPPED("RecursiveInvocationsDropped"),
    /**
     * Concurrent instances of all functions of a region without a reservation, by Maximum. It exists only per region.
     */
    UNRESERVED_CONCURRENT_EXECUTIONS("UnreservedConcurrentExecutions"),
    /**
     * Month-to-date USD from AWS/Billing, by Maximum. The function field contains the ServiceName, "" for all services.
     */
    ESTIMATED_CHARGES("EstimatedCharges"),
    /**
     * Billed milliseconds x MB, including INIT, by Sum and SampleCount (calls), from platform reports in namespace
     * Breakwater/Reports. The values of a function and minute add up, because each one covers only some calls.
     */
    BILLED_MEGABYTE_MILLISECONDS("BilledMegabyteMilliseconds"),
    /** Configured memory in MB, by Maximum, from the same platform reports. */
    MEMORY_SIZE("MemorySize"),
    /**
     * Calls that started, by SampleCount, from platform starts in namespace Breakwater/Reports. These values add up
     * too.
     */
    STARTED_CALLS("StartedCalls");

    private final String wire;

    LambdaMetric(String wire) {
        this.wire = wire;
    }

    /**
     * Whether this metric moves the arrival minute. Platform reports do not: they come minutes before the metrics of
     * their minute, which would then be late. Charges do not, because they come hours after their minute.
     */
    public boolean tellsTime() {
        return switch (this) {
            case ESTIMATED_CHARGES, BILLED_MEGABYTE_MILLISECONDS, MEMORY_SIZE, STARTED_CALLS -> false;
            default -> true;
        };
    }

    /** The name in CloudWatch, for example {@code Invocations}. */
    public String wire() {
        return wire;
    }
}

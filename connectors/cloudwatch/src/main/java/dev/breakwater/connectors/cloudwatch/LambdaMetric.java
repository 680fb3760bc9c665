package dev.breakwater.connectors.cloudwatch;

/** The CloudWatch metrics that are used; all others are counted by name. Do not reorder: the ordinal is on the wire. */
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
    /** Month-to-date USD from AWS/Billing, by Maximum; the function field holds the ServiceName, "" for all services. */
    ESTIMATED_CHARGES("EstimatedCharges");

    private final String wire;

    LambdaMetric(String wire) {
        this.wire = wire;
    }

    /** The name in CloudWatch, for example {@code Invocations}. */
    public String wire() {
        return wire;
    }
}

package dev.breakwater.model;

/**
 * One accepted CloudWatch value of one function. Stages pass this record, so its constructor has no checks.
 *
 * @param minute        floor(epoch seconds / 60) of the value's time
 * @param arrivalMinute newest data minute of the feed after this sample arrived
 * @param silentFrom    first minute of the feed's newest gap, in which nothing arrived; 0 if there was none
 * @param silentTo      last minute of the feed's newest gap
 * @param value         the sum; for concurrency, the maximum
 * @param count         the number of calls that the value covers
 */
public record Sample(
        FunctionKey function,
        Metric metric,
        long minute,
        long arrivalMinute,
        long silentFrom,
        long silentTo,
        double value,
        double count) {

    /** Creates a sample, and its function's key. */
    public Sample(
            String account,
            String region,
            String function,
            Metric metric,
            long minute,
            long arrivalMinute,
            long silentFrom,
            long silentTo,
            double value,
            double count) {
        this(
                new FunctionKey(account, region, function),
                metric,
                minute,
                arrivalMinute,
                silentFrom,
                silentTo,
                value,
                count);
    }

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
}

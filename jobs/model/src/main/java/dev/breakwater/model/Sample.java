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
        MetricRole metric,
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
            MetricRole metric,
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
}

package dev.breakwater.core.observe;

/**
 * What one function costs.
 *
 * @param nanoPerRequest     nano-USD a request
 * @param nanoPerMillisecond nano-USD a millisecond of duration at the function's memory size
 */
public record Pricing(double nanoPerRequest, double nanoPerMillisecond) {

    /** Memory in MB counts as MB / 1024 GB; the rate is nano-USD a GB-second. */
    public static Pricing of(double nanoPerRequest, double nanoPerGbSecond, int memoryMb) {
        return new Pricing(nanoPerRequest, nanoPerGbSecond * memoryMb / 1024.0 / 1000.0);
    }

    /** Cost of a minute: invocations x request price + sum of durations x GB x GB-second price. */
    double nano(double invocations, double durationMs) {
        return invocations * nanoPerRequest + durationMs * nanoPerMillisecond;
    }
}

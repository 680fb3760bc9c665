package dev.breakwater.core.observe;

/**
 * What one function costs.
 *
 * @param nanoPerRequest     nano-USD a request
 * @param nanoPerMillisecond nano-USD a millisecond of duration at the function's memory size
 * @param nanoPerMegabyteMillisecond nano-USD a billed millisecond and MB
 */
public record Pricing(double nanoPerRequest, double nanoPerMillisecond, double nanoPerMegabyteMillisecond) {

    /** Memory in MB counts as MB / 1024 GB; the rate is nano-USD a GB-second. */
    public static Pricing of(double nanoPerRequest, double nanoPerGbSecond, int memoryMb) {
        double nanoPerMegabyteMillisecond = nanoPerGbSecond / 1024.0 / 1000.0;
        return new Pricing(nanoPerRequest, nanoPerMegabyteMillisecond * memoryMb, nanoPerMegabyteMillisecond);
    }

    /** Cost of a minute: invocations x request price + sum of durations x GB x GB-second price. */
    double nano(double invocations, double durationMs) {
        return invocations * nanoPerRequest + durationMs * nanoPerMillisecond;
    }

    /**
     * The same where platform reports told what was billed: exact for the calls they told of, and for the rest by
     * duration. Reports of more calls than were counted (a log delivered twice) are scaled to the calls.
     *
     * @param billedMbMs  billed milliseconds x MB, INIT included
     * @param billedCalls calls that is for, above 0
     */
    double nano(double invocations, double durationMs, double billedMbMs, double billedCalls) {
        double told = Math.min(1, invocations / billedCalls);
        double untold = invocations == 0 ? 0 : Math.max(0, 1 - billedCalls / invocations);
        return nano(invocations, durationMs * untold) + billedMbMs * told * nanoPerMegabyteMillisecond;
    }
}

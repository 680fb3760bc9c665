package dev.breakwater.core.observe;

/**
 * What one function costs, and what it can cost.
 *
 * @param nanoPerRequest     nano-USD a request
 * @param nanoPerMillisecond nano-USD a millisecond of duration at the function's memory size
 * @param nanoPerMegabyteMillisecond nano-USD a billed millisecond and MB
 * @param leastMb            the least memory that it can have, MB: its own where the inventory knows it
 * @param mostMb             the most
 * @param timeoutMs          the longest that its handler can run, milliseconds
 */
public record Pricing(
        double nanoPerRequest,
        double nanoPerMillisecond,
        double nanoPerMegabyteMillisecond,
        int leastMb,
        int mostMb,
        long timeoutMs) {

    private static final int LEAST_MB = 128;
    private static final int MOST_MB = 10_240;
    private static final int LONGEST_SECONDS = 900;

    /** Memory in MB counts as MB / 1024 GB; the rate is nano-USD a GB-second. */
    public static Pricing of(double nanoPerRequest, double nanoPerGbSecond, int memoryMb, int timeoutSeconds) {
        double rate = rate(nanoPerGbSecond);
        return new Pricing(nanoPerRequest, rate * memoryMb, rate, memoryMb, memoryMb, timeoutSeconds * 1000L);
    }

    /** Of a function that the inventory does not know: its memory is assumed, and can be any. */
    public static Pricing assumed(double nanoPerRequest, double nanoPerGbSecond, int memoryMb) {
        double rate = rate(nanoPerGbSecond);
        return new Pricing(nanoPerRequest, rate * memoryMb, rate, LEAST_MB, MOST_MB, LONGEST_SECONDS * 1000L);
    }

    private static double rate(double nanoPerGbSecond) {
        return nanoPerGbSecond / 1024.0 / 1000.0;
    }

    /** Cost of a minute: invocations x request price + sum of durations x GB x GB-second price. */
    double nano(double invocations, double durationMs) {
        return invocations * nanoPerRequest + durationMs * nanoPerMillisecond;
    }

    /** Cost of the calls that reports told of, with nothing known of others. */
    double nano(Reports reports) {
        return reports.calls() * nanoPerRequest + reports.megabyteMillis() * nanoPerMegabyteMillisecond;
    }

    /**
     * The same with what platform reports told was billed: exact for the calls they told of, and for the rest by duration;
     * never less than the durations cost. Reports that cannot all be true count for nothing.
     */
    double nano(double invocations, double durationMs, Reports reports) {
        if (reports.calls() > invocations || reports.doubt(this, invocations, durationMs) != Doubt.NONE) {
            return nano(invocations, durationMs);
        }
        double untold = durationMs * (1 - reports.calls() / invocations);
        double told = nano(invocations, untold) + reports.megabyteMillis() * nanoPerMegabyteMillisecond;
        return Math.max(told, invocations * nanoPerRequest + durationMs * leastMb * nanoPerMegabyteMillisecond);
    }
}

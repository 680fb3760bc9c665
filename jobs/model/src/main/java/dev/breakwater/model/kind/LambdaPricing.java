package dev.breakwater.model.kind;

/**
 * The prices of one Lambda function, and the bounds of its cost.
 *
 * @param nanoPerRequest     nano-USD for each request
 * @param nanoPerMillisecond nano-USD for each millisecond of duration at the function's memory size
 * @param nanoPerMegabyteMillisecond nano-USD for each billed millisecond and MB
 * @param roundsUpToMs       the billed duration of a call is rounded up to a multiple of this many milliseconds; 0 for
 *     no rounding
 * @param leastMb            the least memory that the function can have, MB; its own memory if that is known
 * @param mostMb             the most memory that the function can have, MB
 * @param timeoutMs          the longest time that the function's handler can run, milliseconds
 * @param provisioned        instances that provisioned concurrency keeps ready
 * @param nanoLessOnProvisioned how much cheaper each millisecond and MB is on a ready instance, nano-USD
 */
public record LambdaPricing(
        double nanoPerRequest,
        double nanoPerMillisecond,
        double nanoPerMegabyteMillisecond,
        double roundsUpToMs,
        int leastMb,
        int mostMb,
        long timeoutMs,
        int provisioned,
        double nanoLessOnProvisioned)
        implements Pricing {

    /** The tolerance for one call, because AWS ends INIT after 10 s and bills whole milliseconds. */
    private static final double MOST_INIT_MS = 10_001;
    /**
     * The tolerance for calls that a report and the metric count in different minutes, and for log lines that were
     * delivered twice.
     */
    private static final double STRAY_SHARE = .1;

    private static final double STRAYS = 5;

    private static final int LEAST_MB = 128;
    private static final int MOST_MB = 10_240;
    private static final int LONGEST_SECONDS = 900;

    /** Creates a pricing from the memory in MB and a rate in nano-USD per GB-second. A GB is 1,024 MB. */
    public static LambdaPricing of(
            double nanoPerRequest, double nanoPerGbSecond, double roundsUpToMs, int memoryMb, int timeoutSeconds) {
        double rate = rate(nanoPerGbSecond);
        long timeout = timeoutSeconds * 1000L;
        return new LambdaPricing(
                nanoPerRequest, rate * memoryMb, rate, roundsUpToMs, memoryMb, memoryMb, timeout, 0, 0);
    }

    /** The pricing of a function that is not in the inventory. The memory is assumed, because it is unknown. */
    public static LambdaPricing assumed(
            double nanoPerRequest, double nanoPerGbSecond, double roundsUpToMs, int memoryMb) {
        double rate = rate(nanoPerGbSecond);
        long timeout = LONGEST_SECONDS * 1000L;
        return new LambdaPricing(nanoPerRequest, rate * memoryMb, rate, roundsUpToMs, LEAST_MB, MOST_MB, timeout, 0, 0);
    }

    /**
     * The same pricing with instances that are kept ready. A GB-second on a ready instance is cheaper by the given
     * amount.
     */
    public LambdaPricing provisioned(int instances, double nanoLessPerGbSecond) {
        if (instances == 0) return this;
        return new LambdaPricing(
                nanoPerRequest,
                nanoPerMillisecond,
                nanoPerMegabyteMillisecond,
                roundsUpToMs,
                leastMb,
                mostMb,
                timeoutMs,
                instances,
                rate(nanoLessPerGbSecond));
    }

    /**
     * The prices of a minute with this peak concurrency. If enough instances are kept ready, all calls run on ready
     * instances. Otherwise, the least possible share of calls counts as running on ready instances. The estimated cost
     * may be too high, but never too low.
     */
    @Override
    public LambdaPricing at(double concurrency) {
        if (provisioned == 0) return this;
        double share = concurrency > provisioned ? provisioned / concurrency : 1;
        double rate = nanoPerMegabyteMillisecond - share * nanoLessOnProvisioned;
        return new LambdaPricing(nanoPerRequest, rate * leastMb, rate, roundsUpToMs, leastMb, mostMb, timeoutMs, 0, 0);
    }

    private static double rate(double nanoPerGbSecond) {
        return nanoPerGbSecond / 1024.0 / 1000.0;
    }

    /** The cost of a minute: invocations x request price + billed durations x GB x GB-second price. */
    @Override
    public double nano(double invocations, double durationMs) {
        return invocations * nanoPerRequest + billedMs(invocations, durationMs) * nanoPerMillisecond;
    }

    /**
     * The billed time of this many calls with this total duration. The bill rounds each call up to the next
     * millisecond, but only the mean duration is known. The estimate assumes exponentially distributed durations. The
     * estimate adds half a millisecond per call for long calls, and a whole millisecond for very short calls.
     */
    double billedMs(double calls, double durationMs) {
        if (roundsUpToMs <= 0 || calls <= 0) return durationMs;
        return calls * roundsUpToMs / -Math.expm1(-roundsUpToMs * calls / durationMs);
    }

    @Override
    public double nano(Reports reports) {
        return reports.calls() * nanoPerRequest + reports.megabyteMillis() * nanoPerMegabyteMillisecond;
    }

    /**
     * The cost of a minute, with the billed time of platform reports. The cost is exact for the reported calls, and
     * uses durations for the other calls. The cost is never below the cost computed from durations alone. If any report
     * is implausible, all reports are ignored.
     */
    @Override
    public double nano(double invocations, double durationMs, Reports reports) {
        if (reports.calls() > invocations || doubt(reports, invocations, durationMs) != Doubt.NONE) {
            return nano(invocations, durationMs);
        }
        double others = invocations - reports.calls();
        double untold = billedMs(others, durationMs * others / invocations) * nanoPerMillisecond;
        double told = invocations * nanoPerRequest + untold + reports.megabyteMillis() * nanoPerMegabyteMillisecond;
        return Math.max(told, invocations * nanoPerRequest + durationMs * leastMb * nanoPerMegabyteMillisecond);
    }

    @Override
    public Doubt doubt(Reports reports, double invocations, double durationMs) {
        if (reports.calls() > invocations * (1 + STRAY_SHARE) + STRAYS) return Doubt.CALLS;
        if (reports.memoryMb() > mostMb) return Doubt.MEMORY;
        if (reports.largest() > largest()) return Doubt.TIMEOUT;
        if (reports.megabyteMillis() > mostMb * (durationMs + reports.calls() * MOST_INIT_MS)) return Doubt.DURATION;
        return Doubt.NONE;
    }

    @Override
    public boolean possible(Reports reports) {
        return reports.memoryMb() <= mostMb
                && reports.largest() <= largest()
                && reports.megabyteMillis() <= reports.calls() * largest();
    }

    private double largest() {
        return mostMb * (timeoutMs + MOST_INIT_MS);
    }
}

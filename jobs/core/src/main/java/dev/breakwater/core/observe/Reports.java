package dev.breakwater.core.observe;

/**
 * The platform reports about one minute. Reports are not trusted, because they are lines of the function's log, and its callers may be able to write to it.
 *
 * @param megabyteMillis billed milliseconds x MB, INIT included
 * @param calls          calls that is for
 * @param most expensive        the same as the first of the most expensive call
 * @param memoryMb       the largest memory reported, MB; 0 if none was
 */
record Reports(double megabyteMillis, double calls, double dearest, double memoryMb) {

    /** AWS ends INIT after 10 s, and bills whole milliseconds. */
    private static final double MOST_INIT_MS = 10_001;
    /** Calls that a report counts in another minute than the metric does, or a log that was delivered twice. */
    private static final double STRAY_SHARE = .1;

    private static final double STRAYS = 5;

    /** Whether they can be true of a function, its calls and the sum of their durations in milliseconds. */
    Doubt doubt(Pricing p, double invocations, double durationMs) {
        if (calls > invocations * (1 + STRAY_SHARE) + STRAYS) return Doubt.CALLS;
        if (memoryMb > p.mostMb()) return Doubt.MEMORY;
        if (dearest > dearest(p)) return Doubt.TIMEOUT;
        if (megabyteMillis > p.mostMb() * (durationMs + calls * MOST_INIT_MS)) return Doubt.DURATION;
        return Doubt.NONE;
    }

    /** Whether each can be true of a function without other data in that minute. */
    boolean possible(Pricing p) {
        return memoryMb <= p.mostMb() && dearest <= dearest(p) && megabyteMillis <= calls * dearest(p);
    }

    private static double dearest(Pricing p) {
        return p.mostMb() * (p.timeoutMs() + MOST_INIT_MS);
    }
}

package dev.breakwater.core.policy;

/**
 * Bounds on the throttles of one account and region together.
 *
 * @param atOnce           throttles held at once, at least 0
 * @param shareOfFunctions share of the known functions that may be held at once, 0 to 1
 * @param perHour          throttles newly set within any 60 minutes
 * @param keepUnreserved   concurrency that must stay unreserved
 */
public record BlastRadius(int atOnce, double shareOfFunctions, int perHour, int keepUnreserved)
        implements java.io.Serializable {

    /** Throttles allowed at once among so many functions: min(atOnce, max(1, ceil(share x functions))). */
    public int allowedAtOnce(int functions) {
        return Math.min(atOnce, Math.max(1, (int) Math.ceil(shareOfFunctions * functions)));
    }
}

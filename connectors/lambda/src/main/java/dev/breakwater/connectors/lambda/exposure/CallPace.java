package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.lambda.ActClock;

/** Limits the calls per second, without bursts, so that other callers have room. */
public final class CallPace {

    private final ActClock clock;
    private final double millisApart;
    private double nextMillis = Long.MIN_VALUE;

    /** @param perSecond the calls per second, above 0 */
    public CallPace(ActClock clock, double perSecond) {
        this.clock = clock;
        this.millisApart = 1_000 / perSecond;
    }

    /**
     * Waits for the next turn. If the thread is interrupted, the method returns at once, and the call reacts to the
     * interrupt.
     */
    public void await() {
        long now = clock.millis();
        long wait = (long) Math.ceil(nextMillis - now);
        nextMillis = Math.max(nextMillis, now) + millisApart;
        if (wait <= 0) return;
        try {
            clock.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The pace of calls to AWS. Lambda's control plane allows an account 15 calls a second, and 15 more for GetPolicy.
     * Calls that set limits come first, so code that only reads uses at most two thirds of these calls.
     *
     * @param control  Lambda's shared calls
     * @param policies Lambda's GetPolicy
     * @param roles    IAM
     * @param apis     The pace for API Gateway, which allows five calls a second for some of its operations
     */
    public record Paces(CallPace control, CallPace policies, CallPace roles, CallPace apis) {

        private static final double CALLS_PER_SECOND = 10;

        /** Returns the pace for other work, which leaves room for the calls of a running job. */
        public static Paces besidesActs(ActClock clock) {
            return of(clock, CALLS_PER_SECOND);
        }

        /** @param perSecond calls per second of each kind, above 0 */
        public static Paces of(ActClock clock, double perSecond) {
            return new Paces(
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond / 3));
        }
    }
}

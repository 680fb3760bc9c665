package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.lambda.ActClock;

/** Spaces calls out, so that a reader leaves room for others: limits the calls a second, without bursts. */
public final class CallPace {

    private final ActClock clock;
    private final double millisApart;
    private double nextMillis = Long.MIN_VALUE;

    /**
     * @param perSecond above 0
     */
    public CallPace(ActClock clock, double perSecond) {
        this.clock = clock;
        this.millisApart = 1_000 / perSecond;
    }

    /** Waits for the next turn; at once when the thread is interrupted, the call will see to that. */
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
     * The pace of calls to AWS. Lambda's control plane allows 15 calls a second to everything of an account together,
     * GetPolicy 15 more; acts come first, so a reader takes two thirds at most.
     *
     * @param control  Lambda's shared calls
     * @param policies Lambda's GetPolicy
     * @param roles    IAM
     * @param apis     API Gateway, which allows some of its calls five times a second
     */
    public record Paces(CallPace control, CallPace policies, CallPace roles, CallPace apis) {

        private static final double CALLS_PER_SECOND = 10;

        /** The pace for other work, which leaves room for the calls of a running job. */
        public static Paces besidesActs(ActClock clock) {
            return of(clock, CALLS_PER_SECOND);
        }

        /**
         * @param perSecond calls a second of each kind, above 0
         */
        public static Paces of(ActClock clock, double perSecond) {
            return new Paces(
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond),
                    new CallPace(clock, perSecond / 3));
        }
    }
}

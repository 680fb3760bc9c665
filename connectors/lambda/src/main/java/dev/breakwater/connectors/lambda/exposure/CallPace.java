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
}

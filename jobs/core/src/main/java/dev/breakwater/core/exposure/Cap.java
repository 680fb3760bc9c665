package dev.breakwater.core.exposure;

/**
 * The concurrency that a function can really reach.
 *
 * @param concurrency executions at once, 0 and above
 * @param text        for people: where it comes from
 */
public record Cap(int concurrency, CapReason reason, String text) {

    private static final int STEP = 1_000;
    private static final int STEP_SECONDS = 10;

    /** Seconds from a cold start to the cap: Lambda adds 1,000 executions every 10 s to a function. */
    public int rampSeconds() {
        return concurrency <= STEP ? 0 : (concurrency + STEP - 1) / STEP * STEP_SECONDS - STEP_SECONDS;
    }

    /** Requests a second that hold it at the cap if each runs until its timeout. */
    public double requestsPerSecondToHold(int timeoutSeconds) {
        return (double) concurrency / timeoutSeconds;
    }
}

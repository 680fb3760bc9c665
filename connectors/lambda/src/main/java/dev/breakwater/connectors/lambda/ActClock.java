package dev.breakwater.connectors.lambda;

/** The clock that decides whether a call to Lambda comes too late, and how long a call waits. */
public interface ActClock {

    /** Returns the time in epoch milliseconds. */
    long millis();

    /**
     * Waits for a time.
     *
     * @throws InterruptedException when the task is being cancelled
     */
    void pause(long millis) throws InterruptedException;

    /** Returns the machine's clock. */
    static ActClock system() {
        return new ActClock() {
            @Override
            public long millis() {
                return System.currentTimeMillis();
            }

            @Override
            public void pause(long millis) throws InterruptedException {
                Thread.sleep(millis);
            }
        };
    }
}

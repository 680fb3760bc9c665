package dev.breakwater.connectors.lambda;

/** The clock that decides whether acts are too old, and how long they wait. */
public interface ActClock {

    /** Epoch milliseconds. */
    long millis();

    /**
     * Lets time pass.
     *
     * @throws InterruptedException when the task is being cancelled
     */
    void pause(long millis) throws InterruptedException;

    /** The machine's clock. */
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

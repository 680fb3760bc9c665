package dev.breakwater.guard;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
final class Waiting {

    /**
     * The time between two checks. Most checks call the emulator, which is slow, so checking more often would not help.
     */
    private static final long LOOK_EVERY_NANOS = 250_000_000;

    private Waiting() {}

    static void until(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("not within " + patience);
            pause();
        }
    }

    /** The time between two checks. */
    static void pause() {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
}

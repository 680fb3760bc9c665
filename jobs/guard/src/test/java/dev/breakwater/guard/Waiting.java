package dev.breakwater.guard;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.core.execution.JobClient;

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

    /** Fails with the job's error if the job ends first. */
    static void until(JobClient job, BooleanSupplier condition, Duration patience) {
        CompletableFuture<?> end = job.getJobExecutionResult();
        until(
                () -> {
                    if (end.isDone()) throw new AssertionError("the job ended: " + end.join());
                    return condition.getAsBoolean();
                },
                patience);
    }

    /** The time between two checks. */
    static void pause() {
        LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
}

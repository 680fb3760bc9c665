package dev.breakwater.connectors.aws;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Decides which call to Lambda's control plane comes next. Lambda accepts 15 calls a second per account and region,
 * from all callers together. Breakwater makes at most 5 of these calls, which leaves the rest to users' deployments.
 * More urgent calls come first. <p>Each process has one bucket per account and region. Processes do not share buckets,
 * so a job and a {@code sweep} may each make 5 calls a second.
 */
public final class ControlPlaneRate {

    /** Breakwater's own rate, in calls a second. */
    public static final int CALLS_PER_SECOND = 5;

    private static final ConcurrentMap<String, ControlPlaneRate> SHARED = new ConcurrentHashMap<>();
    private static final long LONGEST_PAUSE_MILLIS = 50;
    private static final double NANOS_PER_CALL = 1e9 / CALLS_PER_SECOND;

    private final LongSupplier nanoTime;
    private final Pause pause;
    private final int[] waiting = new int[Urgency.values().length];
    private double tokens = CALLS_PER_SECOND;
    private long filledNanos;

    /**
     * @param nanoTime a clock in nanoseconds that never goes backwards
     * @param pause a function that waits on that clock
     */
    public ControlPlaneRate(LongSupplier nanoTime, Pause pause) {
        this.nanoTime = nanoTime;
        this.pause = pause;
        filledNanos = nanoTime.getAsLong();
    }

    /** Waits for a time. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /** The purpose of a call, in order of urgency. */
    private enum Urgency {
        ACT,
        MARKED,
        FLEET
    }

    /** Returns the bucket of this account and region in this process. */
    public static ControlPlaneRate of(String account, String region) {
        return SHARED.computeIfAbsent(
                account + '/' + region, place -> new ControlPlaneRate(System::nanoTime, Thread::sleep));
    }

    /**
     * Waits for the turn of a call that sets or releases a limit, or that prepares such a call.
     *
     * @throws InterruptedException when the task is being cancelled before the call's turn has come
     */
    public void act() throws InterruptedException {
        await(Urgency.ACT);
    }

    /**
     * Waits for the turn of a call that reads limits with Breakwater's tag.
     *
     * @throws InterruptedException when the task is being cancelled; no turn was taken
     */
    public void marked() throws InterruptedException {
        await(Urgency.MARKED);
    }

    /**
     * Waits for the turn of a call that reads the rest of the fleet.
     *
     * @throws InterruptedException when the task is being cancelled; no turn was taken
     */
    public void look() throws InterruptedException {
        await(Urgency.FLEET);
    }

    private void await(Urgency urgency) throws InterruptedException {
        waiting(urgency, 1);
        try {
            while (!taken(urgency)) pause.millis(LONGEST_PAUSE_MILLIS);
        } finally {
            waiting(urgency, -1);
        }
    }

    private synchronized void waiting(Urgency urgency, int more) {
        waiting[urgency.ordinal()] += more;
    }

    private synchronized boolean taken(Urgency urgency) {
        long now = nanoTime.getAsLong();
        tokens = Math.min(CALLS_PER_SECOND, tokens + (now - filledNanos) / NANOS_PER_CALL);
        filledNanos = now;
        if (tokens < 1) return false;
        for (int u = 0; u < urgency.ordinal(); u++) if (waiting[u] > 0) return false;
        tokens--;
        return true;
    }
}

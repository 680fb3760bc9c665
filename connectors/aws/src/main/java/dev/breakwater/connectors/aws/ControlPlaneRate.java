package dev.breakwater.connectors.aws;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Whose turn it is at Lambda's control plane, which takes 15 calls a second for one account and region, from everybody
 * together. All that we do gets at most 5 of them: users' deployments keep the rest. While any call waits, none that is
 * less urgent goes.
 *
 * <p>One bucket for each account and region of this process: two processes (a job and a {@code sweep} beside it, or a
 * source and a sink on two TaskManagers) do not know of each other, and may use 5 each.
 */
public final class ControlPlaneRate {

    /** The rate that we use, calls a second. */
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
     * @param nanoTime nanoseconds of a clock that never goes back
     * @param pause    lets time pass on it
     */
    public ControlPlaneRate(LongSupplier nanoTime, Pause pause) {
        this.nanoTime = nanoTime;
        this.pause = pause;
        filledNanos = nanoTime.getAsLong();
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /** The purpose of a call, the most urgent first. */
    private enum Urgency {
        ACT,
        MARKED,
        FLEET
    }

    /** The bucket of this account and region in this process. */
    public static ControlPlaneRate of(String account, String region) {
        return SHARED.computeIfAbsent(
                account + '/' + region, place -> new ControlPlaneRate(System::nanoTime, Thread::sleep));
    }

    /**
     * Waits for the turn of a call that sets a limit or gives it back, or that this needs.
     *
     * @throws InterruptedException when the task is being cancelled; no turn was taken
     */
    public void act() throws InterruptedException {
        await(Urgency.ACT);
    }

    /**
     * Waits for the turn of a call that reads limits with a tag of ours.
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

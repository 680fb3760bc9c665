package dev.breakwater.connectors.aws;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Whose turn it is at Lambda's control plane, which takes 15 calls a second for one account and region, from everybody
 * together. Acts go first: they may use all of it, looking around gets at most 10 calls a second and waits while an act
 * does.
 *
 * <p>One bucket for each account and region of this process: two processes (a job and a {@code sweep} beside it, or a
 * source and a sink on two TaskManagers) do not know of each other, which is why looking around keeps well below.
 */
public final class ControlPlaneRate {

    /** What AWS allows, calls a second; it cannot be raised. */
    public static final int CALLS_PER_SECOND = 15;

    /** What looking around may take of it, calls a second. */
    public static final int LOOKS_PER_SECOND = 10;

    private static final ConcurrentMap<String, ControlPlaneRate> SHARED = new ConcurrentHashMap<>();
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final LongSupplier nanoTime;
    private final Pause pause;
    private final Bucket all;
    private final Bucket looks;
    private int actsWaiting;

    /**
     * @param nanoTime nanoseconds of a clock that never goes back
     * @param pause    lets time pass on it
     */
    public ControlPlaneRate(LongSupplier nanoTime, Pause pause) {
        this.nanoTime = nanoTime;
        this.pause = pause;
        long now = nanoTime.getAsLong();
        all = new Bucket(CALLS_PER_SECOND, now);
        looks = new Bucket(LOOKS_PER_SECOND, now);
    }

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    /** The bucket of this account and region in this process. */
    public static ControlPlaneRate of(String account, String region) {
        return SHARED.computeIfAbsent(
                account + '/' + region, place -> new ControlPlaneRate(System::nanoTime, Thread::sleep));
    }

    /**
     * Waits for the turn of a call that changes something, or that a change needs.
     *
     * @throws InterruptedException when the task is being cancelled; no turn was taken
     */
    public void act() throws InterruptedException {
        waiting(1);
        try {
            while (!taken(true)) pause.millis(LONGEST_PAUSE_MILLIS);
        } finally {
            waiting(-1);
        }
    }

    /**
     * Waits for the turn of a call that only looks.
     *
     * @throws InterruptedException when the task is being cancelled; no turn was taken
     */
    public void look() throws InterruptedException {
        while (!taken(false)) pause.millis(LONGEST_PAUSE_MILLIS);
    }

    private synchronized void waiting(int more) {
        actsWaiting += more;
    }

    private synchronized boolean taken(boolean act) {
        long now = nanoTime.getAsLong();
        all.fill(now);
        looks.fill(now);
        if (!all.hasOne()) return false;
        if (!act) {
            if (actsWaiting > 0 || !looks.hasOne()) return false;
            looks.take();
        }
        all.take();
        return true;
    }

    /** Holds what a second gives, at most. */
    private static final class Bucket {
        private final int perSecond;
        private double tokens;
        private long filledNanos;

        Bucket(int perSecond, long nowNanos) {
            this.perSecond = perSecond;
            tokens = perSecond;
            filledNanos = nowNanos;
        }

        void fill(long nowNanos) {
            tokens = Math.min(perSecond, tokens + (nowNanos - filledNanos) * 1e-9 * perSecond);
            filledNanos = nowNanos;
        }

        boolean hasOne() {
            return tokens >= 1;
        }

        void take() {
            tokens--;
        }
    }
}

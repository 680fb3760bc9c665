package dev.breakwater.core.observe;

import dev.breakwater.core.observe.MinuteJoin.RunningCalls;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * The values of one function's last minutes by metric, until no late sample can change them. Flat, mutable, without
 * checks: it is stored directly.
 */
public final class MinuteWindow {

    /**
     * The default number of minutes that a sample may be behind the feed, for a call of 15 minutes and its delivery.
     */
    public static final int LATE = 30;
    /** The minutes stored in addition to the late window, for reports ahead of the feed and for calls of 15 minutes. */
    private static final int BESIDE = 18;

    /** Minutes held at first. */
    private static final int MINUTES = LATE + BESIDE;

    /** The minute in each slot; Long.MIN_VALUE if empty. */
    public long[] minute = filled(MINUTES);
    /** The metrics that have arrived for the minute, by {@link dev.breakwater.core.model.Metric#bit()}. */
    public int[] seen = new int[MINUTES];
    /** Times the minute was decided. */
    public int[] decided = new int[MINUTES];

    public double[] invocations = new double[MINUTES];
    public double[] durationMs = new double[MINUTES];
    public double[] durationCount = new double[MINUTES];
    public double[] concurrency = new double[MINUTES];
    public double[] throttles = new double[MINUTES];
    public double[] errors = new double[MINUTES];
    public double[] loopsDropped = new double[MINUTES];
    /** For calls that platform reports describe: the sum of billed milliseconds x MB, and how many there are. */
    public double[] billedMbMs = new double[MINUTES];

    public double[] billedCalls = new double[MINUTES];
    /** The most expensive of those calls, in the same unit, and the largest memory reported. */
    public double[] dearestMbMs = new double[MINUTES];

    public double[] reportedMb = new double[MINUTES];
    /** Running calls that no metric shows yet, and how long they have run at least (see {@link RunningCalls}). */
    public double[] running = new double[MINUTES];

    public double[] runningMs = new double[MINUTES];
    /** Whether there are such calls. */
    public boolean someRun;
    /** Calls in platform starts. */
    public double[] startedCalls = new double[MINUTES];
    /** The hour of data time in which distrust of reports was last reported. */
    public long doubtToldHour = Long.MIN_VALUE;

    /** Newest minute that was decided. */
    public long newestDecided = Long.MIN_VALUE;

    /** Mean cost of a call so far in nano-USD, which prices refused calls, and minutes whose duration never came. */
    public double unitNano;
    /** The feed's newest gap, from a sample. */
    public long silentFrom;

    public long silentTo;
    /** Newest arrival minute, which shows whether the function has been unused for long. */
    public long lastArrival = Long.MIN_VALUE;

    /**
     * Changes the number of stored minutes to the allowed lateness of samples. Stored minutes move to their new places.
     */
    public void hold(int late) {
        int size = late + BESIDE;
        if (size == minute.length) return;
        int[] from = new int[size];
        long[] minutes = filled(size);
        for (int i = 0; i < minute.length; i++) {
            int to = (int) Math.floorMod(minute[i], (long) size);
            if (minute[i] <= minutes[to]) continue;
            minutes[to] = minute[i];
            from[to] = i;
        }
        seen = moved(seen, from, minutes);
        decided = moved(decided, from, minutes);
        invocations = moved(invocations, from, minutes);
        durationMs = moved(durationMs, from, minutes);
        durationCount = moved(durationCount, from, minutes);
        concurrency = moved(concurrency, from, minutes);
        throttles = moved(throttles, from, minutes);
        errors = moved(errors, from, minutes);
        loopsDropped = moved(loopsDropped, from, minutes);
        billedMbMs = moved(billedMbMs, from, minutes);
        billedCalls = moved(billedCalls, from, minutes);
        dearestMbMs = moved(dearestMbMs, from, minutes);
        reportedMb = moved(reportedMb, from, minutes);
        running = moved(running, from, minutes);
        runningMs = moved(runningMs, from, minutes);
        startedCalls = moved(startedCalls, from, minutes);
        minute = minutes;
    }

    /** @param <A> an array of primitives */
    private static <A> A moved(A values, int[] from, long[] minutes) {
        @SuppressWarnings("unchecked")
        A moved = (A) Array.newInstance(values.getClass().getComponentType(), from.length);
        for (int i = 0; i < from.length; i++)
            if (minutes[i] != Long.MIN_VALUE) System.arraycopy(values, from[i], moved, i, 1);
        return moved;
    }

    private static long[] filled(int size) {
        long[] minutes = new long[size];
        Arrays.fill(minutes, Long.MIN_VALUE);
        return minutes;
    }

    int slot(long minute) {
        return (int) Math.floorMod(minute, (long) this.minute.length);
    }

    /** The number of calls in the log. All ended calls have started, but starts may be filtered out. */
    double reported(int slot) {
        return Math.max(billedCalls[slot], startedCalls[slot]);
    }

    /** Whether reports of a minute without metrics have more calls than any recently decided minute. */
    boolean reportsExceed() {
        double reported = 0;
        double known = 0;
        for (int i = 0; i < minute.length; i++) {
            if (decided[i] == 0) reported = Math.max(reported, reported(i));
            else known = Math.max(known, invocations[i]);
        }
        return reported > known;
    }

    /** A quick check, without false negatives, whether calls may run that no metric shows. */
    boolean mayRun() {
        return someRun || concurrency[slot(newestDecided)] > ended(newestDecided) + ended(newestDecided - 1);
    }

    /** The number of ended calls of a minute. */
    double ended(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute ? Math.max(invocations[i], durationCount[i]) : 0;
    }

    /** Whether a minute has values and waits for more. */
    public boolean waits(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute && decided[i] == 0;
    }
}

package dev.breakwater.engine.observe;

import dev.breakwater.engine.observe.MinuteJoin.RunningCalls;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * The values of one function's last minutes by metric. A minute is kept until no late sample can change it. Flink
 * stores the fields directly, so they are mutable and unchecked.
 */
public final class MinuteWindow {

    /**
     * The default number of minutes that a sample may be behind the feed. A call may take 15 minutes, and its sample
     * must be delivered.
     */
    public static final int COUNTED_LATE = 30;
    /**
     * How many minutes are stored in addition to {@link #COUNTED_LATE}, for reports ahead of the feed and for calls of 15
     * minutes.
     */
    private static final int BESIDE = 18;

    /** The number of stored minutes by default. */
    private static final int MINUTES = COUNTED_LATE + BESIDE;

    /** The minute in each slot; Long.MIN_VALUE if empty. */
    public long[] minute = filled(MINUTES);
    /** The metrics that have arrived for the minute, by {@link dev.breakwater.model.MetricRole#bit()}. */
    public int[] seen = new int[MINUTES];
    /** How many times the minute was decided. */
    public int[] decided = new int[MINUTES];

    public double[] invocations = new double[MINUTES];
    public double[] durationMs = new double[MINUTES];
    public double[] durationCount = new double[MINUTES];
    public double[] concurrency = new double[MINUTES];
    public double[] throttles = new double[MINUTES];
    public double[] errors = new double[MINUTES];
    public double[] loopsDropped = new double[MINUTES];
    /** Sum of billed milliseconds x MB in platform reports, and the number of calls in these reports. */
    public double[] billedMbMs = new double[MINUTES];

    public double[] billedCalls = new double[MINUTES];
    /** Billed milliseconds x MB of the most expensive call in the reports, and the largest memory in the reports. */
    public double[] highestMbMs = new double[MINUTES];

    public double[] reportedMb = new double[MINUTES];
    /**
     * The number of running calls that no metric counts yet, and the least time for which these calls have run (see
     * {@link RunningCalls}).
     */
    public double[] running = new double[MINUTES];

    public double[] runningMs = new double[MINUTES];
    /** Whether there are running calls that no metric counts yet. */
    public boolean someRun;
    /** The number of calls in platform starts. */
    public double[] startedCalls = new double[MINUTES];
    /** The hour of data time in which a doubt about reports was last reported. */
    public long doubtToldHour = Long.MIN_VALUE;

    /** Newest minute that was decided. */
    public long newestDecided = Long.MIN_VALUE;

    /**
     * Mean cost of a call so far, in nano-USD. Refused calls, and calls whose duration never arrived, count with this
     * cost.
     */
    public double unitNano;
    /** The feed's newest gap that a sample reported. */
    public long silentFrom;

    public long silentTo;
    /** The newest arrival minute, which shows how long the function has been idle. */
    public long lastArrival = Long.MIN_VALUE;

    /** Adapts the number of stored minutes to the allowed lateness of samples, and keeps their values. */
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
        highestMbMs = moved(highestMbMs, from, minutes);
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

    /**
     * The number of calls that the log shows. The result is the larger number of starts and reports, because the log
     * may lack starts.
     */
    double reported(int slot) {
        return Math.max(billedCalls[slot], startedCalls[slot]);
    }

    /** Whether reports show more calls in a minute without metrics than in any recently decided minute. */
    boolean reportsExceed() {
        double reported = 0;
        double known = 0;
        for (int i = 0; i < minute.length; i++) {
            if (decided[i] == 0) reported = Math.max(reported, reported(i));
            else known = Math.max(known, invocations[i]);
        }
        return reported > known;
    }

    /** A quick check for running calls that no metric counts yet. The check never misses such calls. */
    boolean mayRun() {
        return someRun || concurrency[slot(newestDecided)] > ended(newestDecided) + ended(newestDecided - 1);
    }

    /** Whether calls were refused in the newest decided minute. */
    boolean refuses() {
        return newestDecided != Long.MIN_VALUE && throttles[slot(newestDecided)] > 0;
    }

    /** The number of ended calls of a minute. */
    double ended(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute ? Math.max(invocations[i], durationCount[i]) : 0;
    }

    /** Whether a minute has some values and waits for other metrics. */
    public boolean waits(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute && decided[i] == 0;
    }
}

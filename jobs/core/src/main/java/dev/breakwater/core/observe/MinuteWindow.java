package dev.breakwater.core.observe;

import dev.breakwater.core.observe.MinuteJoin.RunningCalls;

/**
 * The values of one function's last minutes, metric by metric, until no late sample can change them. Flat, mutable,
 * without checks: it is stored directly.
 */
public final class MinuteWindow {

    /** The most minutes that a sample may be behind the feed: a call of 15 minutes and its delivery. */
    public static final int LATE = 30;
    /** Minutes held: the late window, and reports that are ahead of the feed. */
    public static final int MINUTES = 48;

    /** The minute in each slot; Long.MIN_VALUE if empty. */
    public long[] minute = filled();
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
    /** Billed milliseconds x MB of the calls in platform reports, and the number of those calls. */
    public double[] billedMbMs = new double[MINUTES];

    public double[] billedCalls = new double[MINUTES];
    /** The most expensive of those calls, in the same unit, and the largest memory reported. */
    public double[] dearestMbMs = new double[MINUTES];

    public double[] reportedMb = new double[MINUTES];
    /** Calls that run and that no metric shows yet, and how long they have run at least: see {@link RunningCalls}. */
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

    /** Mean cost of a call so far, nano-USD: prices refused calls, and minutes whose duration never came. */
    public double unitNano;
    /** The feed's newest gap, as a sample reported it. */
    public long silentFrom;

    public long silentTo;
    /** Newest arrival minute seen: tells when the function has been unused for long. */
    public long lastArrival = Long.MIN_VALUE;

    private static long[] filled() {
        long[] minutes = new long[MINUTES];
        java.util.Arrays.fill(minutes, Long.MIN_VALUE);
        return minutes;
    }

    static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    /** Calls in the log: all ended calls have started, but starts may be filtered out. */
    double reported(int slot) {
        return Math.max(billedCalls[slot], startedCalls[slot]);
    }

    /** Whether reports contain more calls of a minute that waits for its metrics than any minute decided lately. */
    boolean reportsExceed() {
        double reported = 0;
        double known = 0;
        for (int i = 0; i < MINUTES; i++) {
            if (decided[i] == 0) reported = Math.max(reported, reported(i));
            else known = Math.max(known, invocations[i]);
        }
        return reported > known;
    }

    /** Whether calls may run that no metric shows: a quick check without false negatives. */
    boolean mayRun() {
        return someRun || concurrency[slot(newestDecided)] > ended(newestDecided) + ended(newestDecided - 1);
    }

    /** Calls of a minute that have ended. */
    double ended(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute ? Math.max(invocations[i], durationCount[i]) : 0;
    }

    /** Whether a minute holds values and waits for more. */
    public boolean waits(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute && decided[i] == 0;
    }
}

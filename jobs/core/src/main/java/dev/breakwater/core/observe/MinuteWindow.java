package dev.breakwater.core.observe;

/**
 * The values of one function's last minutes, metric by metric, until no late sample can change them. Flat, mutable,
 * without checks: it is stored as it is.
 */
public final class MinuteWindow {

    /** Minutes held: more than the late window of 15. */
    public static final int MINUTES = 32;

    /** Which minute each slot holds; Long.MIN_VALUE while empty. */
    public long[] minute = filled();
    /** Which metrics of the minute are there, by {@link dev.breakwater.core.model.Metric#bit()}. */
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
    /** Billed milliseconds x MB of the calls that platform reports told of, and how many calls those were. */
    public double[] billedMbMs = new double[MINUTES];

    public double[] billedCalls = new double[MINUTES];
    /** The dearest of those calls, in the same unit, and the largest memory told. */
    public double[] dearestMbMs = new double[MINUTES];

    public double[] reportedMb = new double[MINUTES];
    /** Calls that platform starts told of. */
    public double[] startedCalls = new double[MINUTES];
    /** The hour of data time in which it was last told that reports are not believed. */
    public long doubtToldHour = Long.MIN_VALUE;

    /** Mean cost of a call so far, nano-USD: prices refused calls, and minutes whose duration never came. */
    public double unitNano;
    /** The feed's newest gap that a sample told. */
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

    /** Calls that the log told of: all that ended have started, but starts may be filtered out. */
    double reported(int slot) {
        return Math.max(billedCalls[slot], startedCalls[slot]);
    }

    /** Whether reports told of more calls of a minute that waits for its metrics than any had that was decided lately. */
    boolean reportsExceed() {
        double reported = 0;
        double known = 0;
        for (int i = 0; i < MINUTES; i++) {
            if (decided[i] == 0) reported = Math.max(reported, reported(i));
            else known = Math.max(known, invocations[i]);
        }
        return reported > known;
    }

    /** Whether a minute holds values and waits for more. */
    public boolean waits(long minute) {
        int i = slot(minute);
        return this.minute[i] == minute && decided[i] == 0;
    }
}

package dev.breakwater.core.calibrate;

/**
 * What the calibration of one account remembers. Flat, mutable, without checks: it is stored as it is. Money is in
 * nano-USD, times are minutes since 1970.
 */
public final class CalibrationState {

    /** Quarters of an hour held: eight days. */
    public static final int SLOTS = 768;

    /** Our own spend by quarter of an hour, a ring. */
    public long[] slot = new long[SLOTS];
    /** Newest quarter (minute / 15) that has spend; Long.MIN_VALUE before the first. */
    public long newestSlot = Long.MIN_VALUE;
    /** Our spend before the oldest quarter held. */
    public long before;
    /** Month of the newest quarter, and our spend up to its start. */
    public int month;

    public long monthOur;
    /** Newest minute in which the samples were not all there. */
    public long lastBlind = Long.MIN_VALUE;

    /** The reading from which differences are taken: minute up to which it counts, its charge, our spend up to there. */
    public long anchorMinute = Long.MIN_VALUE;

    public long anchorCharge;
    public long anchorOur;
    /** The newest reading that was rejected: it may turn out to be a correction that stands. */
    public long suspectMinute = Long.MIN_VALUE;

    public long suspectCharge;
    public long suspectOur;
    /** What the suspects since said, and how many of them agree. */
    public double suspectLog;

    public int agreeing;

    /** Estimate of log(bill / ours), its variance, and the minute for which they hold. */
    public double log;

    public double variance = -1;
    public long estimatedAt;
    /** Mean of squared surprises over what was expected of them; 1 = as noisy as assumed. */
    public double noise = 1;

    public int accepted;
    /** Whether the difference was beyond what is explained. */
    public boolean alarmed;
}

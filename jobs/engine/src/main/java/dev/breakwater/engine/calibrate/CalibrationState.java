package dev.breakwater.engine.calibrate;

import dev.breakwater.model.DataMinute;

/**
 * The memory of one account's calibration. Flink stores the fields directly, so they are mutable and unchecked. Money
 * is in nano-USD, times are minutes since 1970.
 */
public final class CalibrationState {

    /** The number of stored quarters of an hour, which is eight days. */
    public static final int SLOTS = 768;

    private static final int QUARTER = 15;

    /** A ring buffer of our own spend for each quarter of an hour. */
    public long[] slot = new long[SLOTS];
    /** Newest quarter (minute / 15) that has spend; Long.MIN_VALUE before the first. */
    public long newestSlot = Long.MIN_VALUE;
    /** Our spend before the oldest stored quarter. */
    public long before;
    /** The month of the newest quarter-hour, and our spend before that month. */
    public int month;

    public long monthOur;
    /** Newest minute with missing samples. */
    public long lastBlind = Long.MIN_VALUE;

    /** The reading to which later readings are compared: its minute, its charge, and our own spend until then. */
    public long anchorMinute = Long.MIN_VALUE;

    public long anchorCharge;
    public long anchorOur;
    /** The newest rejected reading, which may be a lasting correction. */
    public long suspectMinute = Long.MIN_VALUE;

    public long suspectCharge;
    public long suspectOur;
    /** The factor that the rejected readings show, and the number of readings that agree on it. */
    public double suspectLog;

    public int agreeing;

    /** Estimate of log(bill / ours), its variance, and its minute. */
    public double log;

    public double variance = -1;
    public long estimatedAt;
    /**
     * The mean squared prediction error, divided by the expected mean squared error. A value of 1 means that the
     * readings are as noisy as assumed.
     */
    public double noise = 1;

    public int accepted;
    /** Whether an alarm about an unexplained difference is open. */
    public boolean alarmed;

    /**
     * Counts our own spend in a minute, or a later change of that spend. Late spend is added to the quarter-hour in
     * which it occurred, if that quarter-hour is still stored.
     */
    public void spend(long minute, long nano) {
        long quarter = Math.floorDiv(minute, QUARTER);
        if (newestSlot == Long.MIN_VALUE) {
            newestSlot = quarter;
            month = DataMinute.monthOf(minute);
        }
        advance(quarter);
        if (quarter > newestSlot - SLOTS) slot[index(quarter)] += nano;
        else before += nano;
        if (minute < DataMinute.monthStart(month)) monthOur += nano;
    }

    private void advance(long quarter) {
        if (quarter <= newestSlot) return;
        int month = DataMinute.monthOf(quarter * QUARTER);
        if (month != this.month) {
            this.month = month;
            monthOur = total();
        }
        long first = Math.max(newestSlot + 1, quarter - SLOTS + 1);
        if (quarter - newestSlot > SLOTS) {
            for (long held : slot) before += held;
            java.util.Arrays.fill(slot, 0);
        } else {
            for (long q = first; q <= quarter; q++) {
                before += slot[index(q)];
                slot[index(q)] = 0;
            }
        }
        newestSlot = quarter;
    }

    /** Our spend since the start of the newest quarter's month. */
    long ofMonth() {
        return total() - monthOur;
    }

    private long total() {
        long sum = before;
        for (long held : slot) sum += held;
        return sum;
    }

    /** Our spend up to a minute, including a proportional part of that minute's quarter-hour. */
    long upTo(long minute) {
        long quarter = Math.floorDiv(minute, QUARTER);
        long sum = before;
        for (long q = newestSlot - SLOTS + 1; q < Math.min(quarter, newestSlot + 1); q++) {
            sum += slot[index(q)];
        }
        if (quarter > newestSlot || quarter <= newestSlot - SLOTS) return sum;
        return sum + slot[index(quarter)] * Math.floorMod(minute, (long) QUARTER) / QUARTER;
    }

    /** The end of the newest stored quarter-hour, as a minute. */
    long end() {
        return newestSlot == Long.MIN_VALUE ? Long.MIN_VALUE : (newestSlot + 1) * QUARTER;
    }

    private static int index(long quarter) {
        return (int) Math.floorMod(quarter, (long) SLOTS);
    }

    /**
     * Records that samples of a minute are missing. The calibration ignores a difference between readings if a minute
     * between them has missing samples.
     */
    public void blind(long minute) {
        lastBlind = Math.max(lastBlind, minute);
    }
}

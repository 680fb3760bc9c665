package dev.breakwater.core.calibrate;

import dev.breakwater.core.cost.Month;

/** Our own spend as a sum that only grows, by quarters of an hour. */
final class SpendCurve {

    static final int QUARTER = 15;

    private SpendCurve() {}

    /** Counts spend of a minute; late spend of a quarter that is still held goes where it belongs. */
    static void add(CalibrationState s, long minute, long nano) {
        long quarter = Math.floorDiv(minute, QUARTER);
        if (s.newestSlot == Long.MIN_VALUE) {
            s.newestSlot = quarter;
            s.month = Month.of(minute);
        }
        advance(s, quarter);
        if (quarter > s.newestSlot - CalibrationState.SLOTS) s.slot[index(quarter)] += nano;
        else s.before += nano;
        if (minute < Month.start(s.month)) s.monthOur += nano;
    }

    private static void advance(CalibrationState s, long quarter) {
        if (quarter <= s.newestSlot) return;
        int month = Month.of(quarter * QUARTER);
        if (month != s.month) {
            s.month = month;
            s.monthOur = total(s);
        }
        long first = Math.max(s.newestSlot + 1, quarter - CalibrationState.SLOTS + 1);
        if (quarter - s.newestSlot > CalibrationState.SLOTS) {
            for (long held : s.slot) s.before += held;
            java.util.Arrays.fill(s.slot, 0);
        } else {
            for (long q = first; q <= quarter; q++) {
                s.before += s.slot[index(q)];
                s.slot[index(q)] = 0;
            }
        }
        s.newestSlot = quarter;
    }

    /** Our spend since the start of the newest quarter's month. */
    static long ofMonth(CalibrationState s) {
        return total(s) - s.monthOur;
    }

    private static long total(CalibrationState s) {
        long sum = s.before;
        for (long held : s.slot) sum += held;
        return sum;
    }

    /** Our spend up to a minute, its quarter in proportion. */
    static long upTo(CalibrationState s, long minute) {
        long quarter = Math.floorDiv(minute, QUARTER);
        long sum = s.before;
        for (long q = s.newestSlot - CalibrationState.SLOTS + 1; q < Math.min(quarter, s.newestSlot + 1); q++) {
            sum += s.slot[index(q)];
        }
        if (quarter > s.newestSlot || quarter <= s.newestSlot - CalibrationState.SLOTS) return sum;
        return sum + s.slot[index(quarter)] * Math.floorMod(minute, (long) QUARTER) / QUARTER;
    }

    /** The last minute up to which the curve tells all. */
    static long end(CalibrationState s) {
        return s.newestSlot == Long.MIN_VALUE ? Long.MIN_VALUE : (s.newestSlot + 1) * QUARTER;
    }

    private static int index(long quarter) {
        return (int) Math.floorMod(quarter, (long) CalibrationState.SLOTS);
    }
}

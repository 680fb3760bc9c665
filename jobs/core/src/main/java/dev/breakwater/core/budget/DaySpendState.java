package dev.breakwater.core.budget;

/**
 * A function's spend on the newest day and on the day before. Late samples can still change the spend of both days.
 * Flink stores the fields directly.
 */
public final class DaySpendState {
    /** The newest day. */
    public SpentDay now = new SpentDay();
    /** The day before. */
    public SpentDay past = new SpentDay();
    /** The last counted minute of the newest gap in the feed. */
    public long silentTo;

    /** The newest quarter-hour (minute / 15), and the part of its spend on Lambda's bill that was not emitted yet. */
    public long quarter = Long.MIN_VALUE;

    public long quarterNano;

    public DaySpendState() {}

    /** The spend of one day. Calls that were refused do not count. */
    public static final class SpentDay {
        /** The day, counted from 1970. Long.MIN_VALUE for none. */
        public long day = Long.MIN_VALUE;

        /** The day's total spend, and the part of the spend that is not on Lambda's bill, in nano-USD. */
        public long nano;

        public long otherNano;
        public long calls;
        /** First counted minute of the day, and the number of minutes without data from the feed. */
        public long first = Long.MAX_VALUE;

        public int unknown;

        public SpentDay() {}
    }
}

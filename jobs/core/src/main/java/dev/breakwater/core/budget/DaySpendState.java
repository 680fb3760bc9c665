package dev.breakwater.core.budget;

/**
 * A function's spend on the newest day and on the day before. Both may still change. Flink stores the fields directly.
 */
public final class DaySpendState {
    /** The newest day. */
    public SpentDay now = new SpentDay();
    /** The day before. */
    public SpentDay past = new SpentDay();
    /** Last minute of the newest counted gap of the feed. */
    public long silentTo;

    /** The unreported spend on Lambda's bill in the newest quarter of an hour (minute / 15). */
    public long quarter = Long.MIN_VALUE;

    public long quarterNano;

    public DaySpendState() {}

    /** One day. Only calls that ran count. */
    public static final class SpentDay {
        /** Days since 1970; Long.MIN_VALUE for none. */
        public long day = Long.MIN_VALUE;

        /** The day's whole spend, and the part of it that is not on Lambda's bill, nano-USD. */
        public long nano;

        public long otherNano;
        public long calls;
        /** First counted minute of the day, and the number of minutes without data from the feed. */
        public long first = Long.MAX_VALUE;

        public int unknown;

        public SpentDay() {}
    }
}

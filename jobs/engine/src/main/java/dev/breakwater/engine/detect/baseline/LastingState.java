package dev.breakwater.engine.detect.baseline;

/**
 * The cost of a call over two weeks, from which lasting changes are found (see {@link Lasting}). Flink stores this
 * class.
 */
public final class LastingState {
    /**
     * The encoded cost of a call in each hour of the last day and on each day of two weeks. The value is 0 if unknown.
     */
    public short[] hours = new short[Lasting.DAY];

    public short[] days = new short[Lasting.DAYS];
    /** The first day on which the cost of a call and the number of calls count as usual. */
    public int from;
    /**
     * The first minute of a lasting change, or Long.MIN_VALUE. The second value is when the change last paged, or 0.
     */
    public long changed = Long.MIN_VALUE;

    public int paged;
    /** The value of {@link EpisodeState#counted} at the first minute of the change. */
    public int countedBefore;
}

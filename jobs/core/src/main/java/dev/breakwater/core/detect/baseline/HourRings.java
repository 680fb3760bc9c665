package dev.breakwater.core.detect.baseline;

/**
 * The hours of the last eight days of a scope, encoded by {@link LogCode}, and the hour that is being learned. Flink
 * stores this class.
 */
public final class HourRings {
    /** For each hour, the mean demand a minute and the largest means of 3 and 15 minutes. */
    public short[] demand = new short[ScopeState.HOURS];

    public short[] max3 = new short[ScopeState.HOURS];
    public short[] max15 = new short[ScopeState.HOURS];
    /** One bit per hour, which is set if at least half of the hour had data. */
    public long[] known = new long[ScopeState.HOURS / Long.SIZE];
    /**
     * Demand divided by its expectation in each of the last four hours, as a logarithm in thousandths. 0 where unknown.
     */
    public short[] levels = new short[ScopeState.HOUR_LEVELS];
    /** Sum of demand, largest means and number of minutes of the hour that is being learned. */
    public double sum;

    public double top3;
    public double top15;
    public int minutes;
    /** Demand and cost of the hour that is being learned, including what was too high to learn. */
    public double asked;

    public double cost;
}

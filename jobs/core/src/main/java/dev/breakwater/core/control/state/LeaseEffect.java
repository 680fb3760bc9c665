package dev.breakwater.core.control.state;

/**
 * The effect of a throttle so far. Costs are nano-USD. The effect is checked twice: over the surge's first data
 * minutes under the limit, and at each prolongation. Flink stores this class.
 */
public class LeaseEffect {
    /** The surge's first data minutes under the limit: how many there were, and the newest one or -1. */
    public int cureMinutes;

    public long cureNewest = -1;
    /** The cost that those minutes would have had without the limit, and the cost that the limit averted. */
    public long cureWouldNano;

    public long cureAvertedNano;
    /** The incident's averted cost and refused good calls (thousandths of a call) at the last prolongation. */
    public long judgedAverted;

    public long judgedRefused;

    public LeaseEffect() {}
}

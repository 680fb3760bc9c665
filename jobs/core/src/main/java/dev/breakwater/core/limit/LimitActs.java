package dev.breakwater.core.limit;

/** The effects of our calls on a limit so far. Flink stores this class. Times are epoch milliseconds. */
public class LimitActs {
    /** The value that our last call set, if the call succeeded. Otherwise UNKNOWN. */
    public int left = Limits.UNKNOWN;
    /** When our last call on the value was answered or timed out. 0 before the first call. */
    public long actedAt;
    /** When our last call on the tag was answered or timed out. */
    public long taggedAt;
    /** Whether AWS confirmed a value of this lease, or a reading showed such a value. */
    public boolean wasSet;
    /** Whether the lease tried to set a value. */
    public boolean tried;
    /**
     * Whether AWS refused the limit permanently. A refused limit has no value from this instance and does not count in
     * the blast radius.
     */
    public boolean refused;
    /** The largest value that AWS accepts while it refuses the full release, or NONE. */
    public int stopgap = Limits.NONE;
    /** The newest value that the ledger durably contains as an intent. */
    public int written = Limits.UNKNOWN;

    public LimitActs() {}
}

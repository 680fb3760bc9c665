package dev.breakwater.core.control.state;

/** When a lease began, changes and ends. Flink stores this class. Times are epoch milliseconds of the safety clock. */
public class LeaseTimes {
    public long since;
    /** When the wanted limit last changed. */
    public long changedAt;
    /** When the limit was first observed at AWS, or 0. */
    public long heldAt;
    /** When there was last evidence for the throttle. */
    public long evidenceAt;
    /** When the limit was last lowered after a release step had raised it, or -1. */
    public long loweredAt = -1;
    /** The end of the present hold, and the end of the lease. */
    public long holdUntil;

    public long maxUntil;

    /** When the end of the released limit was observed, or 0. */
    public long overAt;

    public LeaseTimes() {}
}

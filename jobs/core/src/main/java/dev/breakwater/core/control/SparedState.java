package dev.breakwater.core.control;

/** A function that a person asked not to throttle. Stored. Times are epoch milliseconds. */
public class SparedState {
    /** When the newest request not to throttle was made. */
    public long since;

    public long until;
    /** The end of a protection that no person can overrule. 0 if the function is only left alone. */
    public long protectedUntil;
    /** End of the hands-off time in the function's tag; 0 if no tag was read. */
    public long tagUntil;

    public SparedState() {}
}

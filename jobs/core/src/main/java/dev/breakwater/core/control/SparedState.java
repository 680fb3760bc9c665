package dev.breakwater.core.control;

/** A function that a person asked not to throttle. Stored. Times are epoch milliseconds. */
public class SparedState {
    /** When the newest such request was made. */
    public long since;

    public long until;
    /** End of the hands-off time in the function's tag; 0 if no tag was read. */
    public long tagUntil;

    public SparedState() {}
}

package dev.breakwater.core.control;

/** A function that a person asked not to throttle. Stored. Times are epoch milliseconds. */
public class SparedState {
    /** When the newest such request was made. */
    public long since;

    public long until;

    public SparedState() {}
}

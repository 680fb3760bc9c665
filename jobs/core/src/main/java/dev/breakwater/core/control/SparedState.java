package dev.breakwater.core.control;

/** A function that a person asked not to throttle. Stored. Times are epoch milliseconds. */
public class SparedState {
    /** When the newest such request was made. */
    public long since;

    public long until;
    /** When the hands-off ends that a tag on it says; 0 if none was read. */
    public long tagUntil;

    public SparedState() {}
}

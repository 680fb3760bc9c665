package dev.breakwater.core.control;

/** A release of the last hour: stated again until the hour is over. Stored. */
public class ReleaseState {
    public String function = "";
    public String incident = "";
    public String intent = "";
    public String reason = "";
    /** The last limit that we wished for, and what was found before it (-1: none). */
    public int limit;

    public int previous = -1;
    public long until;
    /** Epoch milliseconds of the safety clock. */
    public long releasedAt;

    public long statedAt;

    public ReleaseState() {}
}

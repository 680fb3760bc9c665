package dev.breakwater.core.watch;

/** The time of the last sign of life, and whether silence was reported. Stored. All times in epoch milliseconds. */
public final class SilenceState {

    /** {@link Watched#key}. */
    public String key = "";

    public long heardAt;
    /** 0 when it was never seen. */
    public long firstAt;
    /** Since when it is seen again after a silence, 0 when it is not. */
    public long backAt;
    /** Whether an alarm is open. */
    public boolean told;
    /** Whether one may be open that a crash made us forget. */
    public boolean perhapsTold;
    /** Whether the open alarm was sure that something is wrong. */
    public boolean sure;
    /** The longest silence that ended, by day modulo 7, and the newest day, counted from 1970. */
    public long[] longest = new long[7];

    public long day;

    public SilenceState() {}
}

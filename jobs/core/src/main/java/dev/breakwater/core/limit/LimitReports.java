package dev.breakwater.core.limit;

/** The reports that were already sent about a limit. Flink stores this class. */
public class LimitReports {
    /** Whether the release was reported as observed. */
    public boolean toldBack;
    /** Whether a failed release was reported, and the value in that report. */
    public boolean toldTrouble;

    public int toldValue = Limits.UNKNOWN;
    /**
     * The time until which the value belongs to another instance, even if its tag changes, in epoch milliseconds. 0 if
     * the value belongs to no other instance.
     */
    public long takenUntil;

    public LimitReports() {}
}

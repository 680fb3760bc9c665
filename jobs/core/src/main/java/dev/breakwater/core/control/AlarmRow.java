package dev.breakwater.core.control;

import dev.breakwater.core.model.Severity;

/** An alarm minute that is not written yet, because a late sample may still raise it. */
public class AlarmRow {
    public long minute;
    public double score;
    public Severity severity = Severity.WARNING;
    public boolean paged;
    /** Epoch milliseconds of the safety clock at which the row was made. */
    public long at;

    public AlarmRow() {}
}

package dev.breakwater.core.control.state;

import dev.breakwater.core.model.Severity;

/** An alarm minute that waits to be written, because a late sample may still raise its cost. */
public class AlarmRow {
    public long minute;
    public double score;
    public Severity severity = Severity.WARNING;
    public boolean paged;
    /** When the row was made, in epoch milliseconds of the safety clock. */
    public long at;

    public AlarmRow() {}
}

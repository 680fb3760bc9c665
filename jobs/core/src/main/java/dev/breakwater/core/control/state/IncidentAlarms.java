package dev.breakwater.core.control.state;

import java.util.ArrayList;
import java.util.List;

/** The alarm minutes of an incident that were not written yet. Flink stores this class. */
public class IncidentAlarms {
    public List<AlarmRow> rows = new ArrayList<>();
    /** Newest minute whose alarm row was written, or -1. */
    public long writtenTo = -1;

    public IncidentAlarms() {}
}

package dev.breakwater.core.control.state;

import dev.breakwater.core.model.Severity;

/** The notifications about an incident, and the alert that reports the incident. Flink stores this class. */
public class IncidentNotices {
    /** When the page was sent, in epoch milliseconds of data time, or -1. */
    public long pagedAt = -1;
    /** Whether the page was only recorded, as in mode observe. */
    public boolean recordedOnly;
    /** Whether a page was sent. After a page, a resolve must follow. */
    public boolean triggered;
    /** Whether the open incident must be reported again, because state was lost after people were alerted. */
    public boolean tellAgain;
    /** Whether the fleet page lists the incident but has not yet notified people of the incident. */
    public boolean unrung;
    /**
     * The highest severity that people were notified of. The alert was for this incident, or minutes earlier for
     * another incident.
     */
    public Severity heardSeverity = Severity.INFO;
    /** The hourly cost that people were notified of, nano-USD. */
    public long heardHourNano;
    /** The state of the incident's limit when people last saw it (see {@code Step.stand}). */
    public String stood = "";
    /** Whether Breakwater has already asked people if the present level is the new normal. */
    public boolean asked;
    /** Whether the incident is reported by the fleet page instead of by a page of its own. */
    public boolean inFleetPage;
    /** The incident whose alert covers this incident. Empty if the incident has its own alert or no alert. */
    public String toldWith = "";

    public IncidentNotices() {}

    public boolean isToldWith() {
        return !toldWith.isEmpty();
    }

    /** Whether an alert reports the incident. The alert may belong to another incident. */
    public boolean isAlerted() {
        return triggered || isToldWith();
    }

    /** Whether people know of the incident from any alert. */
    public boolean isTold() {
        return isAlerted() || inFleetPage;
    }
}

package dev.breakwater.core.control.state;

import dev.breakwater.core.control.Finding;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.model.IncidentKind;

/** When an incident's surge was seen. Minutes are data minutes. Flink stores this class. */
public class IncidentEvidence {
    /**
     * The incident's first data minute, and the first minute of its surge. The minutes differ if an earlier incident of
     * the same surge was closed.
     */
    public long onset;

    public long episodeOnset;
    public long detectedMinute;
    public long lastMinute;
    /** The newest minute with evidence, and the newest minute whose evidence is strong enough for a page, or -1. */
    public long lastEvidence;

    public long pageMinute = -1;
    /** When the incident was last assessed, in epoch milliseconds of the safety clock. */
    public long seenAt;
    /** The kind of the newest evidence, and the first minute since which all evidence has this kind. */
    public IncidentKind newestKind = IncidentKind.FLOOD;

    public long newestKindSince;
    public double growthPerMinute = 1;
    /** The finding that led to the page or, before a page, to the detection. */
    public Finding found = Finding.NONE;
    /** Observed and expected values of the newest data minute. */
    public IncidentSnapshot.Newest newest = IncidentSnapshot.Newest.NONE;

    public IncidentEvidence() {}
}

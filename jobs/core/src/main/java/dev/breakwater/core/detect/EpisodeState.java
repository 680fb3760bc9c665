package dev.breakwater.core.detect;

import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;

/** One surge of a scope from its first evidence on. Flat, mutable, without checks: it is stored as it is. */
public final class EpisodeState {

    public boolean open;
    public long onset = Long.MIN_VALUE;
    public long lastEvidence = Long.MIN_VALUE;
    /** Newest minute whose excess is in {@link #excessNano}. */
    public long countedTo = Long.MIN_VALUE;
    /** Cost above the expectation since onset, nano-USD. */
    public long excessNano;
    /** What the newest judged minute was expected to be: demand, and its cost in nano-USD. */
    public double expectedDemand;

    public double expectedCostNano;
    /** Newest minute that is in the picture of the report. */
    public long plottedTo = Long.MIN_VALUE;
    /** Bursts so far: runs of evidence with at least ten calm minutes between them. */
    public int bursts;

    public IncidentKind kind = IncidentKind.FLOOD;
    public Reason reason = Reason.SURGE;
    /** The previous episode, whose minutes are not learned either. */
    public long pastOnset = Long.MIN_VALUE;

    public long pastEnd = Long.MIN_VALUE;

    /**
     * Whether a minute lies in this or the previous episode and so is not to be learned. A scope without a baseline is
     * learned all the same: there is nothing yet that could be poisoned.
     */
    public boolean covers(long minute) {
        return (open && reason != Reason.YOUNG_FUNCTION_CAP && minute >= onset)
                || (minute >= pastOnset && minute <= pastEnd);
    }
}

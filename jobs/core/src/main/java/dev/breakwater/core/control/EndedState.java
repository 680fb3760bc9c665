package dev.breakwater.core.control;

/** The memory of a closed incident, so that nothing up to its last minute is reported a second time. */
public class EndedState {
    /** Newest data minute that the closed incident had seen. */
    public long minute;
    /** Onset that the detector gave to its surge. */
    public long onset;
    /** Excess that the surge had reached, nano-USD. */
    public long excessNano;

    /** The same as billed, nano-USD. */
    public long billedNano;
    /** Epoch milliseconds of the safety clock. */
    public long closedAt;

    public EndedState() {}
}

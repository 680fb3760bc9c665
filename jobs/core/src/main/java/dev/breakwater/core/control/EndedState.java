package dev.breakwater.core.control;

/** Control's memory of a closed incident. Minutes up to the incident's last one are not reported again. */
public class EndedState {
    /** Newest data minute that the closed incident had seen. */
    public long minute;
    /** The onset of the surge according to the detector. */
    public long onset;
    /** Excess that the surge had reached, nano-USD. */
    public long excessNano;

    /** The same as billed, nano-USD. */
    public long billedNano;
    /** Epoch milliseconds of the safety clock. */
    public long closedAt;

    public EndedState() {}
}

package dev.breakwater.engine.control.state;

/** Control's memory of a closed incident. Minutes up to the incident's last minute are not reported again. */
public class EndedState {
    /** The incident's last data minute. */
    public long minute;
    /** The first minute of the surge according to the detector. */
    public long onset;
    /** The surge's cost above the expectation up to the incident's last data minute, in nano-USD. */
    public long excessNano;

    /** The billed part of the surge's cost above the expectation, in nano-USD. */
    public long billedNano;
    /** When the incident was closed, in epoch milliseconds of the safety clock. */
    public long closedAt;
}

package dev.breakwater.core.control;

/** A surge that a person accepted as the new normal of a scope, up to a cost and until a time. Stored. */
public class AcceptedState {
    /** Unless the person chose another, a surge that costs more than this multiple of it is a different surge. */
    public static final int LARGER = Weekly.LARGER;

    /** Epoch milliseconds of the safety clock. */
    public long until;

    /** Cost above the expectation at acceptance, nano-USD an hour. */
    public long hourNano;

    /** Id of the incident in which the person accepted it, or empty. */
    public String incident = "";

    public AcceptedState() {}

    /** The most that it covers, nano-USD an hour. */
    public long coverNano() {
        return LARGER * hourNano;
    }
}

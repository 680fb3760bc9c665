package dev.breakwater.core.control;

/** A surge that a person accepted as the new normal of a scope, up to a cost and until a time. Stored. */
public class AcceptedState {
    /**
     * A surge that costs more than this multiple of the accepted cost is a different surge, unless the person chose
     * another multiple.
     */
    public static final int LARGER = Weekly.LARGER;

    /** Epoch milliseconds of the safety clock. */
    public long until;

    /** Cost above the expectation at acceptance, nano-USD an hour. */
    public long hourNano;

    /** Id of the incident in which the person accepted it, or empty. */
    public String incident = "";

    public AcceptedState() {}

    /** The largest cost that the acceptance covers, nano-USD an hour. */
    public long coverNano() {
        return LARGER * hourNano;
    }
}

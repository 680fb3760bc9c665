package dev.breakwater.core.control;

/** What a person accepted as the new normal of a scope: up to what cost, until when. Stored. */
public class AcceptedState {
    /** A surge that costs more than so many times what was accepted is another one. */
    public static final int LARGER = Weekly.LARGER;

    /** Epoch milliseconds of the safety clock. */
    public long until;

    /** Cost above the expectation an hour at which it was said, nano-USD. */
    public long hourNano;

    public AcceptedState() {}

    /** The most that it covers, nano-USD an hour. */
    public long coverNano() {
        return LARGER * hourNano;
    }
}

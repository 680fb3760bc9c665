package dev.breakwater.engine.control.state;

/**
 * A surge that a person accepted as the new normal of a scope, up to a cost and until a time. Flink stores this class.
 */
public class AcceptedState {
    /** The value of {@link #hourNano} after a person took the acceptance back. */
    public static final long TAKEN_BACK = -1;

    /** When the person accepted the surge, in epoch milliseconds. */
    public long since;

    /** When the acceptance ends, in epoch milliseconds of the safety clock. */
    public long until;

    /** Cost above the expectation at acceptance, nano-USD an hour. */
    public long hourNano;

    /** A surge that costs more than this multiple of {@link #hourNano} is a different surge. */
    public int times;

    /** Id of the incident in which the person accepted the surge, or empty. */
    public String incident = "";

    public boolean isTakenBack() {
        return hourNano == TAKEN_BACK;
    }

    /** The largest cost that the acceptance covers, nano-USD an hour. */
    public long coverNano() {
        return times * hourNano;
    }
}

package dev.breakwater.engine.control.state;

/** A function that a person asked Breakwater not to throttle. Flink stores this class. Times are epoch milliseconds. */
public class SparedState {
    /** When a person last asked Breakwater not to throttle the function. */
    public long since;

    public long until;
    /** The end of a protection that no person can overrule. The value is 0 if the function is only left alone. */
    public long protectedUntil;
    /**
     * The time until which the function's tag asks Breakwater to leave the function alone. The value is 0 if no tag was
     * read.
     */
    public long tagUntil;
}

package dev.breakwater.connectors.lambda;

/** The planner's verdict on a request. */
public enum PlanKind {
    /** Something has to be done. */
    APPLY,
    /** What is wished for holds. */
    ALREADY,
    /** Somebody changed the value by hand: hands off. */
    OVERRIDDEN,
    /** The mark is another instance's, or unreadable: not ours to touch. */
    HELD_BY_OTHER,
    /** The function is not there any more. */
    GONE,
    /** A throttle that came too late. */
    EXPIRED
}

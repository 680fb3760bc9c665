package dev.breakwater.connectors.lambda.act;

/** The planner's verdict on a request. */
public enum PlanKind {
    /** A limit is set, changed, or marked anew. */
    APPLY,
    /** Ours is given back, whatever was asked for. */
    RELEASE,
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

package dev.breakwater.model;

/** The shape of a surge in its samples. */
public enum IncidentKind implements Wire {
    FLOOD,
    SLOW_BURN,
    PULSE,
    RECURSION,
    DURATION,
    SPREAD,
    NEW_FUNCTION,
    DEPLOYMENT,
    BUDGET,
    /**
     * AWS refuses calls for lack of concurrency, although Breakwater has set no limit. Little of the surge is billed.
     */
    STARVED,
    /** A lasting change: cost or calls rose and stay higher. */
    LASTING_CHANGE;
}

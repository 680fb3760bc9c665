package dev.breakwater.engine.control;

import dev.breakwater.model.Wire;

/** The decisions that control can make. */
public enum DecisionType implements Wire {
    OPEN,
    PAGE,
    /** The incident's own alert ends, although the incident continues. Another alert may cover the incident. */
    TELL,
    CLOSE,
    /** Control asks AWS for a limit. */
    THROTTLE,
    LOWER,
    RAISE,
    PROLONG,
    /** A limit must be released. */
    RELEASE,
    OVERRIDE,
    PROPOSE,
    REFUSE,
    /**
     * A requested limit was observed as set. A recording has no such decision, because in a recording every requested
     * limit counts as set.
     */
    HELD,
    /** The release of a limit was observed. */
    GIVEN_BACK,
    /** A requested limit could not be set. */
    COULD_NOT,
    /** A person said that a surge is the new normal. */
    ACCEPT,
    /** A person's request was carried out, or it came too late. */
    REQUEST,
    /** A proposal ended. Nobody answered in time, or the throttle could not be set. */
    EXPIRE;
}

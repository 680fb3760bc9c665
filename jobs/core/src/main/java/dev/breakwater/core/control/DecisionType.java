package dev.breakwater.core.control;

import java.util.Locale;

/** What control can decide. */
public enum DecisionType {
    OPEN,
    PAGE,
    /** Another alert reports it from now on, or none any more. */
    TELL,
    CLOSE,
    /** A limit is asked for. */
    THROTTLE,
    LOWER,
    RAISE,
    PROLONG,
    /** A limit is to be given back. */
    RELEASE,
    OVERRIDE,
    PROPOSE,
    REFUSE,
    /** A limit that was asked for was observed set. Of recordings not written: there all that is asked for is so. */
    HELD,
    /** A limit was observed given back. */
    GIVEN_BACK,
    /** A limit that was asked for could not be set. */
    COULD_NOT,
    /** A person said that a surge is the new normal. */
    ACCEPT,
    /** What a person asked for is done, or is over. */
    REQUEST,
    /** What was proposed is over: nobody answered in time, or it could not be set. */
    EXPIRE;

    /** The name in files, for example {@code throttle}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

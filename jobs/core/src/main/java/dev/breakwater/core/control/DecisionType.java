package dev.breakwater.core.control;

import java.util.Locale;

/** The decisions that control can make. */
public enum DecisionType {
    OPEN,
    PAGE,
    /** From now on another alert covers it, or none. */
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
    /**
     * A limit that was asked for was observed set. Recordings do not write it, because there every requested limit
     * holds.
     */
    HELD,
    /** A limit was observed given back. */
    GIVEN_BACK,
    /** A limit that was asked for could not be set. */
    COULD_NOT,
    /** A person said that a surge is the new normal. */
    ACCEPT,
    /** A person's request was carried out, or came too late. */
    REQUEST,
    /** A proposal is over: nobody answered in time, or it could not be set. */
    EXPIRE;

    /** The name in files, for example {@code throttle}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

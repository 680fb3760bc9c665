package dev.breakwater.core.exposure;

import java.util.Locale;

/** How sure it is that an edge of the trigger graph is really used. A loop is as sure as the least sure of its edges. */
public enum Certainty {
    /** The role lets the function write what starts it; whether it does is in its code. */
    POSSIBLE,
    /** Its environment names the resource and it may write it; or a policy lets the resource start the function. */
    LIKELY,
    /** Lambda itself carries it: a mapping, a destination, its own log group. */
    CERTAIN;

    /** As it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.breakwater.core.control;

import java.util.Locale;

/** What control can decide. */
public enum DecisionType {
    OPEN,
    PAGE,
    CLOSE,
    THROTTLE,
    LOWER,
    RAISE,
    PROLONG,
    RELEASE,
    OVERRIDE,
    PROPOSE,
    REFUSE;

    /** The name in files, for example {@code throttle}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

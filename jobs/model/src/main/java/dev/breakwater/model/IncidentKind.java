package dev.breakwater.model;

import java.util.Locale;

/** The shape of a surge in its samples. */
public enum IncidentKind {
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

    /** The name in files, for example {@code slow-burn}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.breakwater.core.model;

import java.util.Locale;

/** The shape of a surge, as far as samples show it. */
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
    /** Refused for lack of concurrency that is not ours to give: what would be a surge is hardly billed. */
    STARVED,
    /** No surge: cost or calls are at a higher level and stay there. */
    LASTING_CHANGE;

    /** The name in files, for example {@code slow-burn}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

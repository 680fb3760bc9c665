package dev.breakwater.core.model;

/** The strength of the evidence of a surge: none, enough for a ticket, or enough to wake somebody. */
public enum Level {
    NONE,
    WARN,
    PAGE;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}

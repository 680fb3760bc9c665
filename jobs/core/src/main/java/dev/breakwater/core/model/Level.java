package dev.breakwater.core.model;

/** The strength of the evidence of a surge: nothing, worth a ticket, worth waking somebody. */
public enum Level {
    NONE,
    WARN,
    PAGE;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}

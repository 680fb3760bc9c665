package dev.breakwater.core.model;

/** How strong the evidence of a surge is: nothing, worth a ticket, worth waking somebody. */
public enum Level {
    NONE,
    WARN,
    PAGE;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}

package dev.breakwater.core.model;

/** How strong the evidence of a surge is: nothing, worth a ticket, worth waking somebody. */
public enum Level {
    NONE,
    WARN,
    PAGE;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }

    public static Level max(Level a, Level b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

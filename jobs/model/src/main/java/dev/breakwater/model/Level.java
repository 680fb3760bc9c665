package dev.breakwater.model;

/** The strength of the evidence of a surge: none, enough for a warning, or enough for a page. */
public enum Level {
    NONE,
    WARN,
    PAGE;

    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}

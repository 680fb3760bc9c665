package dev.breakwater.core.model;

import java.util.Locale;

/** Severity as PagerDuty's Events API v2 names it. The least severe comes first. */
public enum Severity {
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /** The name in files and events, for example {@code critical}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

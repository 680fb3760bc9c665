package dev.breakwater.core.policy;

import java.util.Locale;

/** What can be limited. Do not reorder: an old state reads as the first. */
public enum LeverKind {
    /** Reserved concurrency of the function: calls above it are refused. */
    RESERVATION,
    /** How many instances a queue may feed at once: messages above it wait. */
    QUEUE,
    /** A stream that is paused: its records wait, and nothing runs. */
    STREAM;

    /** The name in files, for example {@code queue}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

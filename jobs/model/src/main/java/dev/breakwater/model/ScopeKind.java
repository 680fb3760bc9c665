package dev.breakwater.model;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of scope. Control processes the verdicts of one minute in this order. */
public enum ScopeKind {
    FUNCTION,
    GROUP,
    ACCOUNT;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The kind with this name in files, or none. */
    public static Optional<ScopeKind> of(String wire) {
        return Stream.of(values()).filter(k -> k.wire().equals(wire)).findFirst();
    }

    /** The name in files: {@code function}, {@code group} or {@code account}. */
    public String wire() {
        return wire;
    }
}

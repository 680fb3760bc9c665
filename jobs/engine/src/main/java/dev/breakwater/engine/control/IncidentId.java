package dev.breakwater.engine.control;

import dev.breakwater.model.Scope;
import dev.breakwater.model.Sha256;

/** Derives an incident's id from the incident's scope and onset, so that every run gives the incident the same id. */
public final class IncidentId {
    private static final int DIGITS = 12;

    private IncidentId() {}

    /**
     * The first 12 hex digits of the SHA-256 of {@code scope|account|region|key|onset}. The onset is a minute number.
     */
    public static String of(Scope scope, long onset) {
        return of(scope.id() + '|' + onset);
    }

    /** The first 12 hex digits of the SHA-256 of a text. */
    public static String of(String text) {
        return Sha256.hex(text).substring(0, DIGITS);
    }

    /**
     * The key of one function's incident. The key includes the function because one budget order can cover many
     * functions.
     */
    public static String on(String incident, String function) {
        return incident + '|' + function;
    }
}

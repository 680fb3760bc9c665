package dev.breakwater.config.read;

import java.util.Objects;

/**
 * One error in a file.
 *
 * @param path where, like {@code policies[1].throttle.floor}; a line and column where the YAML itself is broken
 * @param value the value found, never a secret
 * @param rule what it breaks
 * @param remedy the text to write instead
 */
public record Problem(String path, String value, String rule, String remedy) {
    /** Refuses nulls. */
    public Problem {
        Objects.requireNonNull(path);
        Objects.requireNonNull(value);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(remedy);
    }

    @Override
    public String toString() {
        return path + ": " + rule + " (found " + value + "); write " + remedy;
    }
}

package dev.breakwater.config.secret;

import java.util.Objects;

/** A secret in memory. A secret has no text form and cannot be serialized, so a log can never contain it. */
public final class Secret {
    private final String text;

    /** Wraps the text of a secret. */
    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** Returns the secret itself. Callers should read the text just before the call that needs the secret. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}

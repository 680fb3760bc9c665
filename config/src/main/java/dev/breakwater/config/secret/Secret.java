package dev.breakwater.config.secret;

import java.util.Objects;

/** A secret in memory. It has no text form, so that it cannot end up in a log, and is not serializable. */
public final class Secret {
    private final String text;

    /** Keeps the text. */
    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The secret itself: for the call that needs it, at the moment of the call. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}

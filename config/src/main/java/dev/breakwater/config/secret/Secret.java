package dev.breakwater.config.secret;

import java.util.Objects;

/** A secret in memory. It has no text form and is not serializable, so that it cannot appear in a log. */
public final class Secret {
    private final String text;

    /** Keeps the text. */
    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The secret itself. Read it only for the call that needs it, when it is made. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}

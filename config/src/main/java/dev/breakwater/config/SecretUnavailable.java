package dev.breakwater.config;

/** A secret is not where its reference says. The message is one line with the reference, never with the secret. */
public final class SecretUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretUnavailable(SecretRef reference, String why) {
        super(reference + ": " + why);
    }
}

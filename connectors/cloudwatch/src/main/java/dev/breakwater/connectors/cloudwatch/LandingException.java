package dev.breakwater.connectors.cloudwatch;

/** An input that is not there or not readable when the source is built. The message is one line that names it. */
public final class LandingException extends RuntimeException {
    LandingException(String message) {
        super(message);
    }
}

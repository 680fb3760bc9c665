package dev.breakwater.config;

/** A file cannot be read at all: it is missing, a folder, or not permitted. The message is one line with the path. */
public final class ConfigUnreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigUnreadable(String message) {
        super(message);
    }
}

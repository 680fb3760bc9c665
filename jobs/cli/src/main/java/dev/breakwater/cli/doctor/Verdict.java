package dev.breakwater.cli.doctor;

import java.util.Locale;

/** The verdict on one thing. */
enum Verdict {
    /** It is there. */
    THERE,
    /** It is not. */
    MISSING,
    /** It could not be asked; never to be read as "there". */
    UNKNOWN;

    /** In JSON. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

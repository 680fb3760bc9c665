package dev.breakwater.core.exposure;

import java.util.Locale;

/** What the cap comes from. */
public enum CapReason {
    /** Its own reservation. */
    RESERVED,
    /** The account's limit less all reservations. */
    ACCOUNT,
    /** Its event source mappings, when nothing else that is known starts it. */
    MAPPING,
    /** The account's limit is not known. */
    ASSUMED;

    /** As it stands in JSON. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

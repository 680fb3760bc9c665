package dev.breakwater.config;

/** The most that any policy may do; each mode includes the ones before it. */
public enum Mode {
    /** Score and write the ledger only. */
    OBSERVE,
    /** Page people as well. */
    ALERT,
    /** Throttle at once. */
    ENFORCE
}

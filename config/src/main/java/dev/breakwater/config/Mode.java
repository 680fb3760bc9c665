package dev.breakwater.config;

/** The most that any policy may do; each mode includes the ones before it. */
public enum Mode {
    /** Score and write the ledger only. */
    OBSERVE,
    /** Page people as well. */
    ALERT,
    /** Throttle after a person has agreed. */
    APPROVE,
    /** Throttle at once. */
    ENFORCE
}

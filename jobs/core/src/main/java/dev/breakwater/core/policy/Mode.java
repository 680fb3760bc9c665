package dev.breakwater.core.policy;

/** How far the job may go; each mode includes the ones before it. */
public enum Mode {
    /** Record what would be done; nobody is alerted. */
    OBSERVE,
    /** Raise alarms. */
    ALERT,
    /** Propose throttles to a human. */
    APPROVE,
    /** Throttle and release. */
    ENFORCE;

    public boolean atLeast(Mode other) {
        return compareTo(other) >= 0;
    }
}

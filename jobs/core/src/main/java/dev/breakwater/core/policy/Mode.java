package dev.breakwater.core.policy;

/** The permission of the job to act. Each mode includes the earlier ones. */
public enum Mode {
    /** Only record what would be done, without alerts. */
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

package dev.breakwater.core.policy;

/** The job's permission to act. Each mode includes the earlier ones. */
public enum Mode {
    /** Record only what the job would do, without alerts. */
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

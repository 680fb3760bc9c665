package dev.breakwater.engine.policy;

/** The actions that the job may take. Each mode also allows everything that the modes before it allow. */
public enum Mode {
    /** Only record what the job would do, without alerts. */
    OBSERVE,
    /** Raise alarms. */
    ALERT,
    /** Propose throttles to a person. */
    APPROVE,
    /** Throttle and release. */
    ENFORCE;

    public boolean atLeast(Mode other) {
        return compareTo(other) >= 0;
    }
}

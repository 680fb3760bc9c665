package dev.breakwater.core.policy;

/** Which levers a policy lets be used. */
public enum LeverRule {
    /** The queue's where one queue alone feeds the function, else reserved concurrency. */
    AUTO,
    /** Reserved concurrency always. */
    RESERVATION,
    /** As {@link #AUTO}, and where one stream alone feeds the function it is paused: a full stop. */
    PAUSE
}

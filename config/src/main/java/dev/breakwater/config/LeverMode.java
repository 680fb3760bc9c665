package dev.breakwater.config;

/** Which limits a policy's throttles may use. */
public enum LeverMode {
    /** MaximumConcurrency of the queue where one SQS queue alone feeds the function, else reserved concurrency. */
    AUTO,
    /** Reserved concurrency always. */
    RESERVATION,
    /** As {@link #AUTO}, and where one stream alone feeds the function it is paused. */
    PAUSE
}

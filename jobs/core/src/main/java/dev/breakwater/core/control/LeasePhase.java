package dev.breakwater.core.control;

/** The phase of a lease: held at its limit, or on its way out at twice or four times of it. */
public enum LeasePhase {
    HELD,
    TWICE,
    FOUR_TIMES
}

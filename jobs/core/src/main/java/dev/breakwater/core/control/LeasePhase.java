package dev.breakwater.core.control;

/** The phase of a lease: held at its limit, or being released at twice or four times the limit. */
public enum LeasePhase {
    HELD,
    TWICE,
    FOUR_TIMES
}

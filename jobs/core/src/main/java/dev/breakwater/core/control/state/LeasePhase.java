package dev.breakwater.core.control.state;

/**
 * The phase of a lease. A lease first holds its limit, and is then released in steps of twice and four times the limit.
 */
public enum LeasePhase {
    HELD,
    TWICE,
    FOUR_TIMES
}

package dev.breakwater.model;

import java.util.List;

/** Severities with the names of PagerDuty's Events API v2. The least severe value comes first. */
public enum Severity implements Wire {
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /** All severities, in the order in which people read them. */
    public static final List<Severity> HIGHEST_FIRST = List.of(CRITICAL, ERROR, WARNING, INFO);

    /**
     * The severity of an incident with this cost.
     *
     * @param paged        whether people were paged
     * @param throttleLine cost above the expectation in the trailing 60 minutes above which a page is critical,
     *     nano-USD
     */
    public static Severity of(boolean paged, long excessHourNano, long throttleLine) {
        if (!paged) return WARNING;
        return excessHourNano > throttleLine ? CRITICAL : ERROR;
    }

    /** The higher of two severities. */
    public Severity or(Severity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

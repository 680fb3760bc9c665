package dev.breakwater.core.control;

import java.util.HashMap;
import java.util.Map;

/** The cost above the expectation in the last 24 hours of a function with an incident. Stored. */
public class DayCostState {
    /** Nano-USD, by hour since 1970. */
    public Map<Long, Long> hours = new HashMap<>();
    /** The counted surge, by its first minute, and its cost. */
    public long onset = Long.MIN_VALUE;

    public long countedNano;

    public DayCostState() {}
}

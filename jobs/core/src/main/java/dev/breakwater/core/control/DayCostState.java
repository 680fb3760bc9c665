package dev.breakwater.core.control;

import java.util.HashMap;
import java.util.Map;

/** The cost above the expectation, in the last 24 hours, of a function with an incident. Stored. */
public class DayCostState {
    /** Nano-USD, by hour since 1970. */
    public Map<Long, Long> hours = new HashMap<>();
    /** The first minute of the surge that was counted, and that surge's cost. */
    public long onset = Long.MIN_VALUE;

    public long countedNano;

    public DayCostState() {}
}

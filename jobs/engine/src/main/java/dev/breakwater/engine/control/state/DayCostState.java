package dev.breakwater.engine.control.state;

import java.util.HashMap;
import java.util.Map;

/** The cost above the expectation in the last 24 hours, for a function with an incident. Flink stores this class. */
public class DayCostState {
    /** Cost in nano-USD, by hour since 1970. */
    public Map<Long, Long> hours = new HashMap<>();
    /** The first minute of the newest surge in these costs, and the surge's cost. */
    public long onset = Long.MIN_VALUE;

    public long countedNano;
}

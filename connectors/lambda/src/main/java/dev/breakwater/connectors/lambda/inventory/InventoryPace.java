package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.ControlPlaneRate;
import java.io.Serializable;

/**
 * The interval and the pace of the inventory's rounds of calls.
 *
 * @param everyMillis    time from the start of one round to the start of the next, milliseconds, at least 1; limits
 *     with Breakwater's tag are read each minute, or at this interval if it is shorter
 * @param callsPerSecond calls per second in each account and region for reads per function, at least 1; the number must
 *                       be well below the 15 that AWS allows
 */
public record InventoryPace(long everyMillis, int callsPerSecond) implements Serializable {

    /** The number of calls a second that the inventory uses, out of the 15 that AWS allows. */
    public static final int CALLS_PER_SECOND = ControlPlaneRate.CALLS_PER_SECOND;

    private static final long MARKED_MILLIS = 60_000;

    public InventoryPace {
        if (everyMillis < 1 || callsPerSecond < 1) {
            throw new IllegalArgumentException(
                    "the period must be at least 1 ms, and the rate at least 1 call a second");
        }
    }

    /** Returns the milliseconds between two readings of limits with Breakwater's tag. */
    long markedMillis() {
        return Math.min(MARKED_MILLIS, everyMillis);
    }

    public static InventoryPace every(long millis) {
        return new InventoryPace(millis, CALLS_PER_SECOND);
    }

    /** Returns the time that these calls take at full pace, in milliseconds. */
    long millisFor(int calls) {
        return 1000L * calls / callsPerSecond;
    }
}

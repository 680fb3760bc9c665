package dev.breakwater.core.cost;

import java.io.Serializable;

/**
 * One step of a price that falls with the month's use.
 *
 * @param upToGbSeconds end of the step in GB-seconds of a month; {@link Long#MAX_VALUE} for the last one
 * @param pico          pico-USD a GB-second
 */
public record Tier(long upToGbSeconds, long pico) implements Serializable {

    /** End of the step in MB-milliseconds. */
    long upToMbMillis() {
        return upToGbSeconds > Long.MAX_VALUE / Amounts.MB_MILLIS_PER_GB_SECOND
                ? Long.MAX_VALUE
                : upToGbSeconds * Amounts.MB_MILLIS_PER_GB_SECOND;
    }
}

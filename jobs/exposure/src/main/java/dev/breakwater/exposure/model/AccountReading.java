package dev.breakwater.exposure.model;

import dev.breakwater.exposure.model.FunctionReading.Capacity;

/**
 * The concurrency of one account and region.
 *
 * @param concurrent concurrent executions of all functions, or {@link Capacity#NONE} if it could not be read
 * @param unreserved concurrent executions that no function has reserved, or {@link Capacity#NONE}
 */
public record AccountReading(String account, String region, int concurrent, int unreserved) {

    public boolean read() {
        return concurrent >= 0;
    }
}

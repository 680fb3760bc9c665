package dev.breakwater.config;

import java.io.Serializable;

/**
 * An EventBridge bus.
 *
 * @param bus a name or an ARN; empty: none
 */
public record EventBridgeSettings(
        @Key(initial = "default", meaning = "name or ARN of the bus")
        String bus) implements Serializable {

    /** Whether the file has the section. */
    public boolean enabled() {
        return !bus.isEmpty();
    }
}

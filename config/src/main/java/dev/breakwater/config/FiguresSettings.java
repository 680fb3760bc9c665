package dev.breakwater.config;

import java.io.Serializable;

/**
 * Breakwater's own key figures as CloudWatch metrics.
 *
 * @param region where they are kept; empty: none are published
 */
public record FiguresSettings(
        @Key(required = true, meaning = "region in which the metrics are kept")
        String region) implements Serializable {

    /** Whether the file has the section. */
    public boolean enabled() {
        return !region.isEmpty();
    }
}

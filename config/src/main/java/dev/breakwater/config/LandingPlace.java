package dev.breakwater.config;

import java.io.Serializable;

/**
 * A folder into which a metric stream is written.
 *
 * @param path a local folder (absolute) or {@code s3://bucket/prefix/}; empty: none
 */
public record LandingPlace(
        @Key(required = true, meaning = "local folder, or s3://bucket/prefix/")
        String path) implements Serializable {

    /** Whether there is such a source. */
    public boolean enabled() {
        return !path.isEmpty();
    }
}

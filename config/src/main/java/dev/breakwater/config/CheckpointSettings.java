package dev.breakwater.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How state is kept.
 *
 * @param every time between checkpoints, 1 second to 10 minutes
 * @param path an absolute local folder or {@code s3://bucket/prefix/}
 */
public record CheckpointSettings(
        @Key(initial = "10s", meaning = "time between checkpoints", shortest = "1s", longest = "10m")
        Duration every,

        @Key(initial = "./var/checkpoints", meaning = "local folder, or s3://bucket/prefix/")
        String path)
        implements Serializable {}

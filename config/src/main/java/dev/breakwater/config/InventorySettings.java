package dev.breakwater.config;

import java.io.Serializable;
import java.time.Duration;

/** How often the functions are listed. */
public record InventorySettings(
        @Key(initial = "5m", meaning = "time between listings of the functions", shortest = "1m", longest = "24h")
        Duration every)
        implements Serializable {}

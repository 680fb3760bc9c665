package dev.breakwater.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * Polling of CloudWatch.
 *
 * @param enabled whether the file has the section
 * @param bootstrap history read once at the first start, 0 to 15 days (as long as 1-minute points are kept)
 * @param usdPerMonthAtMost what polling may cost in USD a month
 */
public record CloudWatchSettings(
        @Key(path = "-") boolean enabled,

        @Key(initial = "1m", meaning = "time between polls, whole minutes", shortest = "1m", longest = "1h")
        Duration every,

        @Key(initial = "14d", meaning = "history read once at first start", shortest = "0s", longest = "15d")
        Duration bootstrap,

        @Key(initial = "50", min = 0, max = 1_000_000, meaning = "what polling may cost, USD a month")
        double usdPerMonthAtMost)
        implements Serializable {}

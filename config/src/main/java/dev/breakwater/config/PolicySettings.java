package dev.breakwater.config;

import java.io.Serializable;

/**
 * What happens to the functions that match. USD an hour: the excess over the expected cost, summed over the trailing
 * 60 minutes.
 *
 * @param protect page, never throttle: {@code throttle} is ignored
 * @param youngFunctionUsdPerHour absolute cap of a function that has no baseline yet, USD an hour
 */
public record PolicySettings(
        @Key(required = true, meaning = "unique name") String name,
        @Key(meaning = "which functions; none: all") MatchSettings match,

        @Key(initial = "off", meaning = "page, never throttle; a throttle section is then ignored")
        boolean protect,

        @Key(
                path = "warn.minUsdPerHour",
                min = 0,
                max = 1_000_000,
                meaning = "excess that warns, USD an hour; default min(0.5, page)")
        double warnUsdPerHour,

        @Key(
                path = "page.minUsdPerHour",
                initial = "5",
                min = 0,
                max = 1_000_000,
                meaning = "excess that pages, USD an hour")
        double pageUsdPerHour,

        @Key(meaning = "when and how to throttle") ThrottleSettings throttle,

        @Key(initial = "5", min = 0, max = 1_000_000, meaning = "absolute cap while there is no baseline, USD an hour")
        double youngFunctionUsdPerHour)
        implements Serializable {}

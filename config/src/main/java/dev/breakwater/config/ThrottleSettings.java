package dev.breakwater.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * When and how a function is throttled.
 *
 * @param minUsdPerHour excess that throttles, USD an hour
 * @param floor lowest reserved concurrency; 0 only with {@code allowFullStop}
 * @param headroom multiple of the expected concurrency that is left, 1 to 100
 * @param hold how long is held before calm counts, and again each time the surge goes on
 * @param maxHold longest hold with all renewals, the end that the mark on the function bears; at most 24 hours
 * @param cooldown time after a release without another throttle, at most 24 hours
 * @param lever which limits may be used
 * @param beforeFirstWeek whether a throttle is set before seven days are known, this weekday among them
 */
public record ThrottleSettings(
        @Key(min = 0, max = 1_000_000, meaning = "excess that throttles, USD an hour; default max(10, page)")
        double minUsdPerHour,

        @Key(initial = "2", min = 0, max = 100_000, meaning = "lowest reserved concurrency; 0 only with allowFullStop")
        int floor,

        @Key(initial = "1.5", min = 1, max = 100, meaning = "multiple of the expected concurrency that is left")
        double headroom,

        @Key(
                initial = "15m",
                meaning = "least time a throttle is held, and again while the surge goes on; at most maxHold",
                shortest = "1m",
                longest = "24h")
        Duration hold,

        @Key(
                initial = "4h",
                meaning = "longest hold with all renewals; this end is on the function itself, for the sweep",
                shortest = "1m",
                longest = "24h")
        Duration maxHold,

        @Key(
                initial = "30m",
                meaning = "time after a release without another throttle",
                shortest = "0s",
                longest = "24h")
        Duration cooldown,

        @Key(initial = "off", meaning = "allow floor 0: async events then go to the dead-letter queue or are lost")
        boolean allowFullStop,

        @Key(
                initial = "auto",
                meaning = "auto: where one SQS queue alone feeds the function its MaximumConcurrency, else reserved"
                        + " concurrency; reservation: always that; pause: as auto, and where one Kinesis or DynamoDB stream"
                        + " alone feeds it the stream is paused (only with allowFullStop)")
        LeverMode lever,

        @Key(
                initial = "off",
                meaning =
                        "set a throttle before a function's peaks are known on seven days, this weekday among them; off: it is"
                                + " proposed only")
        boolean beforeFirstWeek)
        implements Serializable {}

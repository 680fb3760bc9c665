package dev.breakwater.config;

import java.io.Serializable;

/**
 * How much may be throttled: at once min(atOnce, max(1, ceil(shareOfFunctions x functions))).
 *
 * @param perHour new throttles in any 60 minutes
 * @param keepUnreserved concurrency that must stay unreserved in the account and region
 */
public record BlastRadiusSettings(
        @Key(initial = "5", min = 0, max = 1000, meaning = "functions throttled at once, at most")
        int atOnce,

        @Key(initial = "0.1", min = 0, max = 1, meaning = "share of the functions throttled at once, at most")
        double shareOfFunctions,

        @Key(initial = "10", min = 0, max = 1000, meaning = "new throttles in any 60 minutes, at most")
        int perHour,

        @Key(
                initial = "100",
                min = 0,
                max = 1_000_000,
                meaning = "concurrency that stays unreserved, per account and region")
        int keepUnreserved)
        implements Serializable {}

package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.time.Duration;

/**
 * The rules for the functions that match. USD an hour: the excess over the expected cost, summed over the trailing 60
 * minutes; {@link #AUTO}: it follows what the account and region usually spend.
 */
public record PolicySettings(
        @Key(required = true, form = Form.NAME, doc = "unique name")
        String name,

        @Key(doc = "which functions; none: all") MatchSettings match,

        @Key(initial = "off", doc = "page, never throttle; a throttle section is then ignored")
        boolean protect,

        @Key(
                name = "warn.minUsdPerHour",
                derived = "min(0.5, page.minUsdPerHour)",
                bounds = USD,
                words = "auto",
                doc = "excess that warns, USD an hour; auto: a tenth of the page")
        double warnUsdPerHour,

        @Key(
                name = "page.minUsdPerHour",
                initial = "auto",
                bounds = USD,
                words = "auto",
                doc =
                        "excess that pages, USD an hour; auto: 3 % of what the account and region usually spend in an hour,"
                                + " at least 1, or five times that in 24 hours; 5 until that is known")
        double pageUsdPerHour,

        @Key(doc = "when and how to throttle") Throttle throttle,

        @Key(
                initial = "5",
                bounds = USD,
                doc = "cost that pages while there is no baseline, USD an hour; at least the page threshold"
                        + " if that is automatic")
        double youngFunctionUsdPerHour)
        implements Serializable {

    /** A threshold that follows the usual spend of the account and region. */
    public static final double AUTO = Double.NaN;

    private static final String USD = "0 to 1000000";

    /** When and how a function is throttled. */
    public record Throttle(
            @Key(
                    derived = "max(10, page.minUsdPerHour)",
                    bounds = USD,
                    words = "auto",
                    doc = "excess that throttles, USD an hour; auto: ten times the page")
            double minUsdPerHour,

            @Key(initial = "2", bounds = "0 to 100000", doc = "lowest reserved concurrency; 0 only with allowFullStop")
            int floor,

            @Key(
                    initial = "1.5",
                    bounds = "1 to 100",
                    doc = "multiple of the expected concurrency that a throttle leaves")
            double headroom,

            @Key(
                    initial = "15m",
                    bounds = "1m to 24h",
                    doc = "least time a throttle is held, and again while the surge continues; at most maxHold")
            Duration hold,

            @Key(
                    initial = "4h",
                    bounds = "1m to 24h",
                    doc = "longest hold with all renewals; this end is on the function itself, for the sweep")
            Duration maxHold,

            @Key(initial = "30m", bounds = "0s to 24h", doc = "time after a release without another throttle")
            Duration cooldown,

            @Key(initial = "off", doc = "allow floor 0: async events then go to the dead-letter queue or are lost")
            boolean allowFullStop,

            @Key(
                    initial = "auto",
                    words = {"auto", "reservation", "pause"},
                    doc = "auto: MaximumConcurrency if one SQS queue alone feeds the function, otherwise"
                            + " reserved concurrency; reservation: always that; pause: as auto, but a Kinesis or"
                            + " DynamoDB stream that alone feeds it is paused (only with allowFullStop)")
            String lever,

            @Key(
                    initial = "off",
                    doc = "set a throttle before a function's peaks are known on seven days, this weekday among"
                            + " them; off: it is only proposed")
            boolean beforeFirstWeek,

            @Key(
                    initial = "1",
                    bounds = USD,
                    doc = "USD that a throttle must avert for each 1,000 good calls that it refuses; below that"
                            + " it is only proposed; 0: however many it refuses")
            double worth,

            @Key(
                    initial = "100",
                    bounds = USD,
                    doc = "USD an hour above normal above which it throttles regardless of worth; at least the"
                            + " throttle threshold")
            double alwaysAbove)
            implements Serializable {}
}

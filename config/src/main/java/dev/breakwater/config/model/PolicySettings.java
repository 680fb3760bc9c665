package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * The rules for the functions that match. A threshold is the excess over the expected cost in the trailing 60 minutes,
 * in USD an hour. With {@link #AUTO}, a threshold follows the usual spend of the account and region.
 */
public record PolicySettings(
        @Key(required = true, form = Form.NAME, doc = "unique name")
        String name,

        @Key(doc = "the functions that the policy is for; if unset, all")
        Match match,

        @Key(initial = "off", doc = "if `on`, Breakwater pages but never throttles, and ignores the section `throttle`")
        boolean protect,

        @Key(
                initial = "enforce",
                words = {"observe", "alert", "approve", "enforce"},
                doc = "the highest mode for these functions; if the file's mode is lower, that mode applies")
        String mode,

        @Key(
                name = "warn.minUsdPerHour",
                derived = "min(0.5, page.minUsdPerHour)",
                bounds = USD,
                words = "auto",
                doc = "excess cost above which Breakwater warns, in USD an hour; `auto`, which is the default if the "
                        + "page threshold is `auto`, is a tenth of the page threshold")
        double warnUsdPerHour,

        @Key(
                name = "page.minUsdPerHour",
                initial = "auto",
                bounds = USD,
                words = "auto",
                doc = "excess cost above which Breakwater pages, in USD an hour. `auto` is 3 % of the usual hourly "
                        + "spend of the account and region, and at least 1. With `auto`, five times the threshold "
                        + "within 24 hours also pages. Until the usual spend is known, `auto` is 5")
        double pageUsdPerHour,

        @Key(doc = "when and how to throttle") Throttle throttle,

        @Key(
                initial = "5",
                bounds = USD,
                doc = "page threshold of a function in its first two hours, in USD an hour; then, until it has a "
                        + "baseline, a sudden rise pages above the page threshold; never below an automatic page "
                        + "threshold")
        double youngFunctionUsdPerHour)
        implements Serializable {

    /** The value for a threshold that follows the usual spend of the account and region. */
    public static final double AUTO = Double.NaN;

    static final String USD = "0 to 1000000";

    /** Returns whether the policy lets its functions be throttled, if the file's mode does. */
    public boolean throttles() {
        return !protect && (mode.equals("enforce") || mode.equals("approve"));
    }

    /** Selects functions. The name, all tags and the account must match. */
    public record Match(
            @Key(name = ".") MatchSettings functions,

            @Key(form = Form.ACCOUNT, doc = "account numbers; if unset, all accounts")
            List<String> accounts)
            implements Serializable {

        /** Returns whether every function matches. */
        public boolean matchesEverything() {
            return accounts.isEmpty() && functions.matchesEverything();
        }
    }

    /** When and how a function is throttled. */
    public record Throttle(
            @Key(
                    derived = "max(10, page.minUsdPerHour)",
                    bounds = USD,
                    words = "auto",
                    doc = "excess cost above which Breakwater throttles, in USD an hour; `auto`, which is the default "
                            + "if the page threshold is `auto`, is ten times the page threshold")
            double minUsdPerHour,

            @Key(
                    initial = "2",
                    bounds = "0 to 100000",
                    doc = "lowest reserved concurrency that a throttle may set; 0 needs `allowFullStop`")
            int floor,

            @Key(
                    initial = "1.5",
                    bounds = "1 to 100",
                    doc = "how much concurrency a throttle leaves, as a multiple of the expected concurrency")
            double headroom,

            @Key(
                    initial = "15m",
                    bounds = "1m to 24h",
                    doc = "how long a throttle is held at first, and how long each renewal lasts while the surge "
                            + "continues; at most `maxHold`")
            Duration hold,

            @Key(
                    initial = "4h",
                    bounds = "1m to 24h",
                    doc = "longest time a throttle is held, including renewals; the function's tag contains the end "
                            + "of this time, for the sweep")
            Duration maxHold,

            @Key(
                    initial = "30m",
                    bounds = "0s to 24h",
                    doc = "time after a release during which no new throttle is set")
            Duration cooldown,

            @Key(
                    initial = "off",
                    doc = "allows a floor of 0, which loses asynchronous events or sends them to the "
                            + "dead-letter queue")
            boolean allowFullStop,

            @Key(
                    initial = "auto",
                    words = {"auto", "reservation", "pause"},
                    doc = "`auto` limits the maximum concurrency of the SQS queue if a single queue is all that "
                            + "feeds the function. Otherwise, `auto` limits the function's reserved concurrency. "
                            + "`reservation` always limits reserved concurrency. `pause` is like `auto`, but pauses "
                            + "a Kinesis or DynamoDB stream if a stream is all that feeds the function. `pause` "
                            + "needs `allowFullStop`")
            String lever,

            @Key(
                    initial = "off",
                    doc = "if `on`, Breakwater may throttle a function before it knows the function's peaks on "
                            + "seven days, including this weekday; if `off`, it only proposes such a throttle")
            boolean beforeFirstWeek,

            @Key(
                    initial = "1",
                    bounds = USD,
                    doc = "USD that a throttle must avert for each 1,000 good calls that it refuses; otherwise it "
                            + "is only proposed; 0 turns this check off")
            double worth,

            @Key(
                    initial = "100",
                    bounds = USD,
                    doc = "excess cost above which a throttle is set even if it averts less than `worth`, in "
                            + "USD an hour; at least the throttle threshold")
            double alwaysAbove)
            implements Serializable {}
}

package dev.breakwater.cli.drill;

import dev.breakwater.connectors.lambda.canary.Canary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The plan of a drill, including the highest possible cost.
 *
 * @param rate       largest number of calls per second
 * @param calls      largest number of calls in total
 * @param usdPerCall the cost of the longest possible call
 * @param facts      the facts about the canary
 */
record Plan(String name, int rate, int calls, double usdPerCall, Canary.Facts facts) {

    private static final double ROUNDING = 1e-6;
    private static final int MOST_AT_ONCE = 50;

    /** Creates the plan with as many calls as time and money allow. */
    static Plan of(String name, int rate, Duration length, double usdAtMost, double usdPerCall, Canary.Facts facts) {
        long inTime = rate * length.toSeconds();
        return new Plan(
                name, rate, (int) Math.min(inTime, Math.floor(usdAtMost / usdPerCall + ROUNDING)), usdPerCall, facts);
    }

    /** Returns the largest number of calls that run at the same time. */
    int atOnce() {
        return Math.min(MOST_AT_ONCE, Math.max(1, rate * facts.timeout()));
    }

    double usdAtMost() {
        return calls * usdPerCall;
    }

    Duration length() {
        return Duration.ofSeconds((calls + rate - 1) / rate);
    }

    List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "drill on %s (%d MB, %d s a call at most): up to %d calls a second, %d at once, %d in all (%d s)",
                        name,
                        facts.memoryMb(),
                        facts.timeout(),
                        rate,
                        atOnce(),
                        calls,
                        length().toSeconds()),
                String.format(
                        Locale.ROOT,
                        "costs %.2f USD at most; it sends a real page, and ends when the first limit is seen",
                        usdAtMost()));
    }
}

package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.NanoUsd;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * The cost that a limit averts, and the good calls that it refuses, in an hour at the rate of the last three minutes.
 * Both figures are computed from the share of the demand above the limit (see {@link ThrottledMinute}).
 *
 * @param avertedNano nano-USD an hour
 * @param good        calls an hour; 0 if calls wait at their source
 * @param expected    expected calls an hour
 */
record Toll(double avertedNano, double good, double expected) {
    private static final int MINUTES = 60;

    static Toll of(Candidate c) {
        Assessment a = c.assessment();
        int limit = c.lease().instances(c.lease().limit);
        double share = ThrottledMinute.share(a.readings().durationMicros(), limit);
        // in the first minute of a burst, mean concurrency may be below the limit
        double most = a.readings().observed().concurrency() > 0
                ? 1 - limit / a.readings().observed().concurrency()
                : 0;
        if (share <= 0) share = Math.max(0, most);
        double cost =
                Math.max(0, a.amounts().recentHour()) + a.readings().expected().usdPerHour() * NanoUsd.PER_USD;
        double good = a.readings().expected().demandPerMinute() * MINUTES;
        return new Toll(cost * share, c.lease().lever.kind().refuses() ? good * share : 0, good);
    }

    /**
     * For example {@code averts 3.38 USD an hour and refuses 121,457 of 178,000 good calls an hour (0.03 USD per 1,000,
     * throttle.worth 1)}.
     */
    String words(Worth worth) {
        String of = Math.round(good) == 0 ? "" : String.format(Locale.ROOT, " of %,d", Math.round(expected));
        String hourly = String.format(
                Locale.ROOT,
                "averts %.2f USD an hour and refuses %,d%s good calls an hour",
                NanoUsd.usd(avertedNano),
                Math.round(good),
                of);
        return Math.round(good) == 0
                ? hourly
                : hourly
                        + String.format(
                                Locale.ROOT,
                                " (%.2f USD per 1,000, throttle.worth %s)",
                                NanoUsd.usd(avertedNano) / good * 1_000,
                                BigDecimal.valueOf(worth.usdPerThousandGood())
                                        .stripTrailingZeros()
                                        .toPlainString());
    }
}

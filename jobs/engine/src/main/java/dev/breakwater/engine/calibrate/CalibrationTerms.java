package dev.breakwater.engine.calibrate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Known reasons for a difference between the bill and our own count.
 *
 * @param init         the effect of cold starts
 * @param otherRegions largest usage of unwatched regions, as a share of the watched usage
 * @param savingsPlan  largest effect of a compute savings plan, as a share of the list price
 * @param tolerated    share that may stay unexplained before an alarm
 */
public record CalibrationTerms(InitShare init, double otherRegions, double savingsPlan, double tolerated)
        implements Serializable {

    public static final CalibrationTerms DEFAULT = new CalibrationTerms(InitShare.ASSUMED, 0, 0, .05);

    /**
     * The value of the free tier: 400,000 GB-s and a million requests a month, at the first tier's x86 price in
     * us-east-1.
     */
    private static final double FREE_NANO = 6.87e9;

    /** Above this spend, second-tier prices may apply. It is near the price of the first tier's 6 billion GB-s. */
    private static final double TIER_NANO = 8e13;

    /** The discount of the third price tier, which is the largest discount. */
    private static final double TIERS = .2;

    /** The causes that may apply in the state's current month. */
    List<Cause> causes(CalibrationState s) {
        List<Cause> causes = new ArrayList<>();
        causes.add(Cause.coldStarts(init));
        if (otherRegions > 0) causes.add(Cause.otherRegions(otherRegions));
        if (savingsPlan > 0) causes.add(Cause.savingsPlan(savingsPlan));
        double month = s.ofMonth();
        if (month <= 0) return causes;
        double tiers = month > TIER_NANO ? TIERS : 0;
        double free = Math.min(1, FREE_NANO / month);
        if (free > tolerated / 2 || tiers > 0) {
            causes.add(new Cause("tiers and free tier", -Math.min(1, free + tiers), 0));
        }
        return causes;
    }

    /**
     * The effect of cold starts. {@code Duration} does not include INIT, but the bill has included it since 2025-08-01.
     *
     * @param share INIT time as a share of handler time, 0 or more
     * @param error the standard error of {@code share}
     */
    public record InitShare(double share, double error) implements Serializable {

        /**
         * The default assumption is that one call in a hundred starts cold, and that INIT takes twice as long as the
         * handler.
         */
        public static final InitShare ASSUMED = new InitShare(.02, .02);
    }

    /**
     * A reason why the bill differs from the metrics of the watched regions.
     *
     * @param name name of the cause for people, for example {@code cold starts}
     * @param low  the smallest share by which the cause changes the bill; -.17 means 17 % lower
     * @param high the largest share by which the cause changes the bill
     */
    public record Cause(String name, double low, double high) implements Serializable {

        /** INIT time, which AWS bills but no metric contains. The interval spans two standard errors on each side. */
        public static Cause coldStarts(InitShare init) {
            double low = Math.max(0, init.share() - 2 * init.error());
            return new Cause("cold starts", low, init.share() + 2 * init.error());
        }

        /** Usage in regions that Breakwater does not watch, at most the given share of the watched usage. */
        public static Cause otherRegions(double atMost) {
            return new Cause("other regions", 0, atMost);
        }

        /** A compute savings plan, which lowers the bill by at most the given share of the list price. */
        public static Cause savingsPlan(double atMost) {
            return new Cause("savings plan", -atMost, 0);
        }
    }
}

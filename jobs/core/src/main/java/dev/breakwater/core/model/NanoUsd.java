package dev.breakwater.core.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts of money as whole numbers of nano-USD, so that sums do not depend on their order. Only this class converts
 * them.
 */
public final class NanoUsd {

    /** The number of nano-USD in a USD. */
    public static final double PER_USD = 1e9;

    private NanoUsd() {}

    /** An amount in USD. */
    public static double usd(double nano) {
        return nano / PER_USD;
    }

    /** A USD amount in nano-USD, rounded half up. */
    public static long of(double usd) {
        return Math.round(usd * PER_USD);
    }

    /**
     * An amount as people read it: USD with two decimals, rounded half up, as in {@code 12.34}. Files have six
     * decimals, and pages round what is in the files. This method therefore rounds to six decimals first, because
     * otherwise some texts would differ by a cent.
     */
    public static String text(long nano) {
        return BigDecimal.valueOf(nano, 9)
                .setScale(6, RoundingMode.HALF_UP)
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}

package dev.breakwater.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Amounts of money as whole numbers of nano-USD. Sums of whole numbers do not depend on their order. Only this class
 * converts amounts.
 */
public final class NanoUsd {

    /** The number of nano-USD in one USD. */
    public static final double PER_USD = 1e9;

    private NanoUsd() {}

    /** Converts nano-USD to USD. */
    public static double usd(double nano) {
        return nano / PER_USD;
    }

    /** Converts USD to nano-USD, rounded half up. */
    public static long of(double usd) {
        return Math.round(usd * PER_USD);
    }

    /**
     * An amount as people read it: USD with two decimals, rounded half up, as in {@code 12.34}. Files have six
     * decimals, and pages round the amounts in files. This method therefore rounds to six decimals first. Otherwise,
     * some texts would differ by a cent.
     */
    public static String text(long nano) {
        return BigDecimal.valueOf(nano, 9)
                .setScale(6, RoundingMode.HALF_UP)
                .setScale(2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}

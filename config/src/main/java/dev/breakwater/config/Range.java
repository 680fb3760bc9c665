package dev.breakwater.config;

import java.math.BigDecimal;

/**
 * Numbers that are accepted, both ends included.
 *
 * @param lowest the lowest accepted
 * @param highest the highest accepted
 */
record Range(double lowest, double highest) {
    /** USD an hour. */
    static final Range HOURLY_USD = new Range(0, 1_000_000);

    boolean has(double value) {
        return value >= lowest && value <= highest; // also refuses NaN
    }

    @Override
    public String toString() {
        return "from " + plain(lowest) + " to " + plain(highest);
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

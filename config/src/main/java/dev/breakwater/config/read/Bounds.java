package dev.breakwater.config.read;

import java.math.BigDecimal;

/**
 * The range of accepted numbers, both ends included.
 *
 * @param text the bounds in the form that people see, like {@code 0 to 100}
 */
public record Bounds(String text, double lowest, double highest) {

    /** Returns the bounds in a text like {@code 0 to 100}. An empty text allows all numbers. */
    public static Bounds of(String text) {
        if (text.isEmpty()) return new Bounds(text, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        String[] ends = text.split(" to ");
        return new Bounds(text, Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
    }

    boolean has(double value) {
        return value >= lowest && value <= highest; // written so that it also refuses NaN
    }

    /** Returns the number as text without an exponent. */
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

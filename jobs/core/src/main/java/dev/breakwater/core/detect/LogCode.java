package dev.breakwater.core.detect;

/**
 * A rate in 16 bits, in steps of 0.07 %: {@code round(1500 ln(1 + 1000 x))}. It holds up to three million a minute, more
 * is held as that.
 */
final class LogCode {

    private static final double STEPS = 1500;
    private static final double SCALE = 1000;

    private LogCode() {}

    static short of(double x) {
        return (short) Math.min(Short.MAX_VALUE, Math.round(STEPS * Math.log1p(SCALE * Math.max(x, 0))));
    }

    static double value(short code) {
        return Math.expm1(code / STEPS) / SCALE;
    }
}

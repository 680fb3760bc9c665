package dev.breakwater.core.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Exact arithmetic of money. A price is a whole number of pico-USD (a GB-second costs 16,666,700), computing time a
 * whole number of MB-milliseconds, an amount a whole number of nano-USD; each amount is rounded once, half up.
 */
public final class Amounts {

    /** MB-milliseconds of a GB-second: 1,024 MB for 1,000 ms. */
    public static final long MB_MILLIS_PER_GB_SECOND = 1_024_000;

    private static final long PICO_PER_NANO = 1000;

    private Amounts() {}

    /** A price in USD, as it is written, in pico-USD. */
    public static long pico(double usd) {
        return BigDecimal.valueOf(usd)
                .movePointRight(12)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** USD of an amount in nano-USD. */
    public static double usd(long nano) {
        return nano / 1e9;
    }

    /** Nano-USD of some units at a price in pico-USD each. */
    static long ofUnits(long units, long picoEach) {
        return divide(product(units, picoEach), BigInteger.valueOf(PICO_PER_NANO));
    }

    /** Nano-USD of MB-milliseconds at a price in pico-USD a GB-second. */
    static long ofMbMillis(long mbMillis, long picoPerGbSecond) {
        return nano(product(mbMillis, picoPerGbSecond));
    }

    /** Nano-USD of a sum of MB-milliseconds times pico-USD a GB-second. */
    static long nano(BigInteger mbMillisPico) {
        return divide(mbMillisPico, product(MB_MILLIS_PER_GB_SECOND, PICO_PER_NANO));
    }

    static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    /** Quotient of non-negative numbers, rounded half up. */
    static long divide(BigInteger dividend, BigInteger divisor) {
        return dividend.multiply(BigInteger.TWO)
                .add(divisor)
                .divide(divisor.multiply(BigInteger.TWO))
                .longValueExact();
    }

    /** The part of a whole that is proportional to a share of a sum, rounded half up; 0 of an empty sum. */
    static long part(BigInteger whole, long share, long sum) {
        return sum == 0 ? 0 : divide(whole.multiply(BigInteger.valueOf(share)), BigInteger.valueOf(sum));
    }
}

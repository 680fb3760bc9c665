package dev.breakwater.engine.policy;

import dev.breakwater.model.Level;
import dev.breakwater.model.NanoUsd;
import java.io.Serializable;

/**
 * The thresholds for the cost above the expectation in the trailing 60 minutes, in nano-USD. The thresholds are
 * ordered: warn <= page <= throttle.
 *
 * @param warnNano     threshold for a warning
 * @param pageNano     threshold for a page
 * @param throttleNano threshold for a throttle
 */
public record Lines(long warnNano, long pageNano, long throttleNano) {

    /** The lowest automatic page threshold, which is a dollar an hour in every account. */
    public static final long LEAST_PAGE_NANO = NanoUsd.of(1);

    /** The cost of 24 hours also pages if that cost reaches this multiple of the automatic hourly threshold. */
    public static final int HOURS_IN_A_DAY = 5;

    /** The automatic page threshold as a share of the usual hourly spend of an account and region. */
    public static final double SHARE = .03;

    private static final int LEAP_RATE = 5;
    private static final long LEAST_LEAP_NANO = NanoUsd.of(.1);
    private static final int WARNS_IN_A_PAGE = 10;
    private static final int PAGES_IN_A_THROTTLE = 10;

    /** Which thresholds are automatic. Automatic thresholds follow the usual spend of the account and region. */
    public record Auto(boolean warn, boolean page, boolean throttle) implements Serializable {

        public static final Auto NONE = new Auto(false, false, false);

        public boolean any() {
            return warn || page || throttle;
        }
    }

    /**
     * The thresholds of an account and region whose usual hourly spend is known. A configured threshold is kept unless
     * that would violate the order of the thresholds.
     */
    Lines following(long usualHourNano, Auto auto) {
        long page = auto.page ? Math.max(LEAST_PAGE_NANO, Math.round(SHARE * usualHourNano)) : pageNano;
        long warn = auto.warn ? page / WARNS_IN_A_PAGE : Math.min(warnNano, page);
        long throttle = auto.throttle ? PAGES_IN_A_THROTTLE * page : Math.max(throttleNano, page);
        return new Lines(warn, page, throttle);
    }

    /**
     * Whether a leap costs enough before it has exceeded a threshold within an hour. Its last three minutes must cost
     * five times the threshold as an hourly rate, and it must have cost ten cents.
     */
    public static boolean exceededByLeap(double recentHourNano, double excessHourNano, double lineNano) {
        return recentHourNano > LEAP_RATE * lineNano && excessHourNano > LEAST_LEAP_NANO;
    }

    /** The level of a cost above the expectation in the trailing 60 minutes, nano-USD. */
    public Level level(long excessNano) {
        return excessNano > pageNano ? Level.PAGE : excessNano > warnNano ? Level.WARN : Level.NONE;
    }
}

package dev.breakwater.engine.policy;

import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.PolicyBook.Mode;

/**
 * The rules for the functions that a policy matches.
 *
 * @param name              unique in the book
 * @param match             the functions that the policy covers
 * @param protect           whether Breakwater only pages for the functions and never throttles them
 * @param warnNanoPerHour   nothing is reported while the cost above the expectation in 60 minutes is below this,
 *     nano-USD
 * @param pageNanoPerHour   nobody is paged while the cost above the expectation in 60 minutes is below this, nano-USD
 * @param throttle          when and how the policy throttles
 * @param youngNanoPerHour  cost of the trailing 60 minutes at which a function pages in its first two hours, nano-USD
 * @param auto              which thresholds follow the usual spend of the account and region; the given values apply
 *     while that spend is unknown
 * @param mode              the mode of the policy, unless the book's mode allows less
 */
public record Policy(
        String name,
        Match match,
        boolean protect,
        long warnNanoPerHour,
        long pageNanoPerHour,
        ThrottleRule throttle,
        long youngNanoPerHour,
        Auto auto,
        Mode mode)
        implements java.io.Serializable {

    /** The same policy without throttles. */
    Policy pageOnly() {
        return new Policy(name, match, true, warnNanoPerHour, pageNanoPerHour, throttle, youngNanoPerHour, auto, mode);
    }

    /** The thresholds as configured. */
    public Lines lines() {
        return new Lines(warnNanoPerHour, pageNanoPerHour, throttle.minNanoPerHour());
    }

    /** The thresholds for an account and region with this usual hourly spend, nano-USD. */
    public Lines lines(long usualHourNano) {
        return auto.any() ? lines().following(usualHourNano, auto) : lines();
    }
}

package dev.breakwater.core.policy;

/**
 * What may be done for the functions that it matches.
 *
 * @param name              unique in the book
 * @param match             the functions that it speaks for
 * @param protect           page, never throttle
 * @param warnNanoPerHour   excess of the trailing 60 minutes below which nothing is said, nano-USD
 * @param pageNanoPerHour   excess of the trailing 60 minutes below which nobody is paged, nano-USD
 * @param throttle          when and how it throttles
 * @param youngNanoPerHour  cost of the trailing 60 minutes at which a function without a baseline pages, nano-USD
 */
public record Policy(
        String name,
        Match match,
        boolean protect,
        long warnNanoPerHour,
        long pageNanoPerHour,
        ThrottleRule throttle,
        long youngNanoPerHour)
        implements java.io.Serializable {

    /** The same, which throttles nothing. */
    Policy pageOnly() {
        return new Policy(name, match, true, warnNanoPerHour, pageNanoPerHour, throttle, youngNanoPerHour);
    }
}

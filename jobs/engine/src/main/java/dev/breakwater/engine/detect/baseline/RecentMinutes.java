package dev.breakwater.engine.detect.baseline;

import java.util.OptionalDouble;

/** The recent minutes of a scope, for the chart of its incident. */
public interface RecentMinutes {

    /** First minute ever seen. */
    long firstMinute();

    /** How many past minutes are stored one by one. */
    int reach();

    /** Demand of a recent minute. */
    double demandAt(long minute);

    /** The highest concurrency in a recent minute. */
    double concurrencyAt(long minute);

    /** The billed cost of a recent minute, nano-USD. */
    double billedAt(long minute);

    /** The demand that was expected in a recent minute, or empty if the scope does not store it. */
    default OptionalDouble storedExpectation(long minute) {
        return OptionalDouble.empty();
    }

    /** Whether a recent minute is unknown, because the whole feed was silent. A minute without calls is known. */
    boolean isUnknown(long minute);

    /** The newest episode. */
    EpisodeState episode();
}

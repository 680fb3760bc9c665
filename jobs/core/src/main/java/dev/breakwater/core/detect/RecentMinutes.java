package dev.breakwater.core.detect;

/** The recent minutes of a scope, for the picture of its incident. */
public interface RecentMinutes {

    /** First minute ever seen. */
    long firstMinute();

    /** How many minutes back are still known one by one. */
    int reach();

    /** Demand of a recent minute. */
    double demandAt(long minute);

    /** Largest number of instances at once in a recent minute. */
    double concurrencyAt(long minute);

    /** The newest episode. */
    EpisodeState episode();
}

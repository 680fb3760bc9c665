package dev.breakwater.core.detect;

/**
 * The sums of the windows that end with one minute; they move on with it. Learned minutes have theirs, judged ones
 * have.
 */
final class RecentSums {

    final WindowSums demand = new WindowSums(Statistics.WINDOWS);
    final WindowSums expected = new WindowSums(Statistics.WINDOWS);
    final WindowSums cost = new WindowSums(Statistics.COST_WINDOWS);

    /** A minute is written again. */
    void forget(long minute) {
        demand.forget(minute);
        expected.forget(minute);
        cost.forget(minute);
    }
}

package dev.breakwater.bench.peer;

/**
 * How the random cut forest is used.
 *
 * @param logarithm whether it sees the logarithm of the minute's cost instead of the cost
 * @param timeDecay of the samplers; 0 = the library's default
 * @param k         standard deviations of its score above which a minute is a hit
 * @param agree     hits that make an alarm,
 * @param of        of so many minutes
 * @param leastUsd  excess of the trailing hour over a day ago below which nothing is said; 0 = no such gate
 */
record ForestSettings(boolean logarithm, double timeDecay, double k, int agree, int of, double leastUsd) {

    static ForestSettings asShipped() {
        return new ForestSettings(false, 0, 3, 1, 1, 0);
    }

    /** Logarithm, slower samplers, three of five, money gate. */
    static ForestSettings tuned(double leastUsd) {
        return new ForestSettings(true, .0001, 3, 3, 5, leastUsd);
    }
}

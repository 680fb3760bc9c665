package dev.breakwater.bench.peer;

/**
 * How the band is set.
 *
 * @param onCost   billed cost instead of invocations
 * @param floors   whether the width has a floor, see {@link SeasonalBand}
 * @param k        half the width in standard deviations
 * @param agree    minutes outside that make an alarm,
 * @param of       of so many
 * @param leastUsd excess of the trailing hour below which nothing is said; 0 = no such gate
 */
record BandSettings(boolean onCost, boolean floors, double k, int agree, int of, double leastUsd) {

    /** Invocations, three standard deviations, one datapoint of one. */
    static BandSettings common() {
        return new BandSettings(false, false, 3, 1, 1, 0);
    }

    /** Billed cost, floors, three of five. */
    static BandSettings hardened(double k) {
        return new BandSettings(true, true, k, 3, 5, 0);
    }

    /** The hardened band with our money gate. */
    static BandSettings gated(double k, double leastUsd) {
        return new BandSettings(true, true, k, 3, 5, leastUsd);
    }
}

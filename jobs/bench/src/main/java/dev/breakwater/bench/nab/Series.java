package dev.breakwater.bench.nab;

import java.util.List;

/**
 * A file of the benchmark.
 *
 * @param name    category and file, as in the labels
 * @param seconds time of each point, seconds
 * @param values  its value
 * @param windows the labelled anomalies, in order
 */
record Series(String name, long[] seconds, double[] values, List<Window> windows) {

    /** First and last point of a labelled window. */
    record Window(int from, int to) {}

    private static final double PROBATION = .15;
    private static final int PROBATION_AT_MOST = 750;

    /** Points at the start that do not count: the detector may learn there. */
    int probation() {
        return (int) Math.min(Math.floor(PROBATION * values.length), PROBATION_AT_MOST);
    }
}

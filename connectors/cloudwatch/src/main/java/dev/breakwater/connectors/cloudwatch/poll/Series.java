package dev.breakwater.connectors.cloudwatch.poll;

/**
 * One metric of one function, whole, over a range of minutes.
 *
 * @param query  which
 * @param from   the minute of the first value
 * @param values by the minute, NaN where there is no point
 */
record Series(MetricQuery query, long from, double[] values) {

    /** The value of a minute, NaN if there is none. */
    double at(long minute) {
        long i = minute - from;
        return i < 0 || i >= values.length ? Double.NaN : values[(int) i];
    }

    /** The sum of what is there. */
    double total() {
        double sum = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
            }
        }
        return sum;
    }
}

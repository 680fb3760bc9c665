package dev.breakwater.bench.peer;

import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.bench.set.Feed.Line;

/** The data of one function that has arrived so far, by minute. The compared detectors use it as history. */
final class History {

    static final int DAY = 1440;

    final double[] calls = new double[BenchSet.MINUTES];
    /** USD. */
    final double[] cost = new double[BenchSet.MINUTES];
    /** The first minute with data. -1 if there is none yet. */
    int first = -1;

    private double totalCalls;
    private double totalCost;

    void take(Line line) {
        if (first < 0) first = line.minute();
        calls[line.minute()] = line.calls();
        cost[line.minute()] = line.costNano() / 1e9;
        totalCalls += line.calls();
        totalCost += line.costNano() / 1e9;
    }

    /** Returns the average cost of a call so far, USD. */
    double costOfCall() {
        return totalCalls > 0 ? totalCost / totalCalls : 1e-6;
    }

    static double mean(double[] values, int minute, int width) {
        double sum = 0;
        for (int m = Math.max(0, minute - width + 1); m <= minute; m++) sum += values[m];
        return sum / width;
    }
}

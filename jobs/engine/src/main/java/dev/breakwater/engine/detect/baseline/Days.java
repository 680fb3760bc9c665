package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;
import java.util.Arrays;

/** The last seven days of a scope: daily maxima of each statistic, daily costs and calls. Flink stores this class. */
public final class Days {

    private static final double THOUSANDTHS = 1000;

    /** Daily maxima of each statistic of the last seven days and of today, in thousandths. */
    public short[] max = new short[ScopeState.STATISTICS * ScopeState.DAYS];

    public float[] todayMax = new float[ScopeState.STATISTICS];
    /** The number of days whose maxima are known. */
    public int known;
    /** The largest hourly cost above the expectation on each day, nano-USD. */
    public float[] excess = new float[ScopeState.DAYS];

    public float todayExcess;
    /** Cost (nano-USD) and calls of the last seven days, and the number of days. */
    public float[] cost = new float[ScopeState.DAYS];

    public float[] calls = new float[ScopeState.DAYS];
    public int summed;
    public double todayCost;
    public double todayCalls;

    /**
     * The usual extreme of a log ratio: the third-largest daily maximum, or the smallest daily maximum until three days
     * are known.
     */
    public double usualExtreme(int statistic) {
        int days = Math.min(known, ScopeState.DAYS);
        if (days == 0) return 0;
        short[] values = Arrays.copyOfRange(max, statistic * ScopeState.DAYS, statistic * ScopeState.DAYS + days);
        Arrays.sort(values);
        return values[Math.max(0, days - 3)] / THOUSANDTHS;
    }

    /** The largest cost above the expectation in an hour of the last seven days, nano-USD. */
    public double largestExcess() {
        return largest(excess);
    }

    /** The largest daily cost in the last seven days, nano-USD. */
    public double largestCost() {
        return largest(cost);
    }

    /** The mean calls per minute over the known days. The mean is NaN until a day is known. */
    public double meanCalls() {
        double sum = 0;
        for (float v : calls) sum += v;
        return sum / (Math.min(summed, ScopeState.DAYS) * (double) DataMinute.DAY);
    }

    /**
     * Ends a day, whose values replace the values of a week ago.
     *
     * @param whole  whether the scope is at least a day old
     * @param usual  whether the day shows usual extremes
     */
    void close(boolean whole, boolean usual) {
        if (whole) {
            int slot = summed++ % ScopeState.DAYS;
            cost[slot] = (float) todayCost;
            calls[slot] = (float) todayCalls;
        }
        if (usual) maxima();
    }

    void begin() {
        Arrays.fill(todayMax, 0);
        todayExcess = 0;
        todayCost = todayCalls = 0;
    }

    private void maxima() {
        int slot = known++ % ScopeState.DAYS;
        for (int k = 0; k < ScopeState.STATISTICS; k++) {
            max[k * ScopeState.DAYS + slot] = (short) Math.min(Short.MAX_VALUE, Math.round(todayMax[k] * THOUSANDTHS));
        }
        excess[slot] = todayExcess;
    }

    private static double largest(float[] values) {
        float max = 0;
        for (float v : values) max = Math.max(max, v);
        return max;
    }
}

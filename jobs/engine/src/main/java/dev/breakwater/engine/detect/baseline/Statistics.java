package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;
import java.util.Arrays;

/**
 * The statistics of one minute. The statistics use only data up to that minute.
 *
 * <p>R3, R15, R60 and R180 are the natural log of demand divided by expected demand, over 3, 15, 60 and 180 minutes.
 * U15 and U5 are the same log ratio for the cost of a call. RISE is R60 minus the same log ratio of the clock hour
 * three hours before, so a scope that is busier all day does not rise. e3, e15 and e60 are the log of demand divided by
 * the envelope. {@code busy} is the log of the demand of 15 minutes divided by the {@code busy} level. z3 and z15 are
 * demand above the expectation in standard deviations of counts. {@code excessCalls} is demand above the expectation in
 * the trailing hour. A constant is added to numerators and denominators, so that the ratio of a few calls is not large.
 */
public final class Statistics {

    public static final int R3 = 0;
    public static final int R15 = 1;
    public static final int R60 = 2;
    public static final int R180 = 3;
    public static final int U15 = 4;
    public static final int U5 = 5;
    public static final int RISE = 6;
    public static final int E3 = 7;
    public static final int E15 = 8;
    public static final int E60 = 9;
    public static final int BUSY = 10;

    static final int[] WINDOWS = {3, 15, 60, 180};
    static final int[] COST_WINDOWS = {5, 15, 60};
    private static final int LONGEST = 180;
    private static final int RATIOS = 11;

    double demand3;
    double demand15;
    public final Money asked = new Money();
    public final Money billed = new Money();
    /** The cost that is compared with thresholds. */
    public final Money counted = new Money();

    public double excessCalls;
    public double unitCost;

    private final double[] n = new double[4];
    private final double[] lambda = new double[4];
    private final double[] ratios = new double[RATIOS];
    /** The logarithms of the ratios, NaN until they are needed. Most minutes are calm and need only two logarithms. */
    private final double[] logs = new double[RATIOS];

    /**
     * Computes all statistics of a minute in the ring buffer. The object is reused.
     *
     * @param sums the moving sums of the state
     */
    public Statistics at(ScopeView view, RecentSums sums, long minute) {
        ScopeState s = view.state();
        System.arraycopy(sums.demand.at(s.minutes.demand, minute), 0, n, 0, n.length);
        System.arraycopy(sums.expected.at(s.minutes.expected, minute), 0, lambda, 0, lambda.length);
        boolean planned = view.windows().touch(minute - LONGEST + 1, minute);
        double expected60 = planned ? allow(view, minute) : lambda[2];
        unitCost = s.units.ofCall();
        Arrays.fill(logs, Double.NaN);
        for (int w = 0; w < 4; w++) ratios[w] = (n[w] + 2) / (lambda[w] + 2);
        demand3 = n[0];
        demand15 = n[1];
        costs(view, sums, minute, expected60);
        envelopes(view, minute, planned);
        excessCalls = n[2] - expected60;
        return this;
    }

    private void envelopes(ScopeView view, long minute, boolean planned) {
        Expectation e = Expectation.of(view.state(), minute);
        double f15 = planned ? view.factor(minute, 15) : 1;
        ratios[E3] = (n[0] / 3 + .3) / (e.max3 * (planned ? view.factor(minute, 3) : 1) + .3);
        ratios[E15] = (n[1] / 15 + .1) / (e.max15 * f15 + .1);
        ratios[E60] = (n[2] / 60 + .05) / (e.max60 * (planned ? view.factor(minute, 60) : 1) + .05);
        ratios[RISE] = ratios[R60] / e.before3;
        ratios[BUSY] = (n[1] / 15 + .05) / (e.busy * f15 + .05);
    }

    /** Returns one of the logs. */
    public double value(int statistic) {
        double log = logs[statistic];
        if (Double.isNaN(log)) log = logs[statistic] = Math.log(ratios[statistic]);
        return log;
    }

    /** Whether a log ratio is above a threshold. Because log x is at most x - 1, most minutes need no logarithm. */
    public boolean above(int statistic, double line) {
        return ratios[statistic] - 1 > line && value(statistic) > line;
    }

    /** Whether the demand of 15 minutes also exceeds that of the busiest hour around them, by a log ratio. */
    public boolean aboveBusiestHour(ScopeState s, long minute, double line) {
        return Math.log((demand15 + 2) / (Expectation.ofBusiestHour(s, minute) + 2)) > line;
    }

    public double z3() {
        return z(0);
    }

    public double z15() {
        return z(1);
    }

    private double z(int window) {
        return (n[window] - lambda[window]) / Math.sqrt(lambda[window] + 1);
    }

    /**
     * Sets the expected demand for each statistic, including the demand that planned windows allow. Returns the
     * expected demand of the hour.
     */
    private double allow(ScopeView view, long minute) {
        for (int w = 0; w < WINDOWS.length; w++) lambda[w] = view.expected(minute, WINDOWS[w]);
        return view.expectedOfHour(minute);
    }

    private void costs(ScopeView view, RecentSums sums, long minute, double expected60) {
        ScopeState s = view.state();
        double[] cost = sums.cost.at(s.minutes.cost, minute);
        double cost60 = cost[2];
        double demand5 = MinuteRings.sum(s.minutes.demand, minute, 5);
        ratios[U5] = (cost[0] + 3 * unitCost) / ((demand5 + 3) * unitCost);
        ratios[U15] = (cost[1] + 3 * unitCost) / ((n[1] + 3) * unitCost);
        double expected = expected60 * unitCost;
        asked.set(cost60, expected);
        billed.set(cost60, expected);
        counted.set(cost60, expected);
        if (s.refused(minute, DataMinute.HOUR)) refused(view, minute, expected);
    }

    private void refused(ScopeView view, long minute, double expected) {
        billed.set(MinuteRings.sum(view.state().minutes.billed, minute, DataMinute.HOUR), expected);
        counted.set(view.counted(minute, DataMinute.HOUR), expected);
        counted.share3 = view.share(minute);
    }

    /**
     * One way to count the cost of recent minutes, in nano-USD. There are three ways. The <em>asked</em> cost is the
     * cost that the minutes would have if no call had been refused; the tests use the asked cost. The <em>billed</em>
     * cost is the cost that the account actually pays. The <em>counted</em> cost is compared with thresholds. The
     * counted cost is the billed cost or, while we throttle, the cost that would be billed without our throttle.
     * Otherwise, our own limit would look like the end of the surge. If no call was refused, all three costs are the
     * same.
     */
    public static final class Money {

        /** The cost of the trailing 60 minutes. */
        public double cost60;
        /** The cost of the trailing 60 minutes above the expectation. */
        public double excess60;
        /** The share of the last three minutes' calls that counts against thresholds. */
        public double share3 = 1;

        void set(double cost, double expected) {
            cost60 = cost;
            excess60 = cost - expected;
            share3 = 1;
        }
    }
}

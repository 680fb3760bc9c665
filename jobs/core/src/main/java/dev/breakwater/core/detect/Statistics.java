package dev.breakwater.core.detect;

import dev.breakwater.core.detect.Expectation.HourExpectation;
import dev.breakwater.core.model.DataMinute;

/**
 * The statistics of one minute, from data of that minute and before only.
 *
 * <p>{@code R3, R15, R60, R180}: natural log of demand over expected demand in windows of that many minutes;
 * {@code U15, U5}: the same of the cost of a call; {@code e3, e15, e60}: of demand over the largest that this time of day
 * has seen; {@code busy}: of demand of 15 minutes over the busy level of a usual day; {@code z3, z15}: demand above the expectation in standard deviations of counts; {@code excessCalls}:
 * demand above the expectation in the trailing hour. What is added to numerators and
 * denominators keeps a handful of calls from being a ratio.
 */
final class Statistics {

    static final int R3 = 0;
    static final int R15 = 1;
    static final int R60 = 2;
    static final int R180 = 3;
    static final int U15 = 4;
    static final int U5 = 5;
    /** The excess: kept apart from the log ratios, in dollars. */
    static final int EXCESS = 6;

    final double[] values = new double[EXCESS];
    double e3;
    double e15;
    double e60;
    double busy;
    double z3;
    double z15;
    double demand3;
    double demand15;
    double demand60;
    final Money asked = new Money();
    final Money billed = new Money();
    /** What is compared with gates. */
    final Money counted = new Money();

    double excessCalls;
    double unitCost;

    private static final int[] WINDOWS = {3, 15, 60, 180};
    private static final int LONGEST = 180;
    private final double[] n = new double[4];
    private final double[] lambda = new double[4];

    /** Computes everything for a minute in the ring; the object is reused. */
    Statistics at(ScopeView view, long minute) {
        ScopeState s = view.state();
        sumWindows(s, minute);
        boolean planned = view.windows().touch(minute - LONGEST + 1, minute);
        double expected60 = planned ? allow(view, minute) : lambda[2];
        unitCost = s.unitCost();
        for (int w = 0; w < 4; w++) values[w] = Math.log((n[w] + 2) / (lambda[w] + 2));
        demand3 = n[0];
        demand15 = n[1];
        demand60 = n[2];
        costs(view, minute, expected60);
        HourExpectation e = Expectation.of(s, minute);
        double f15 = planned ? view.factor(minute, 15) : 1;
        e3 = Math.log((n[0] / 3 + .3) / (e.max3 * (planned ? view.factor(minute, 3) : 1) + .3));
        e15 = Math.log((n[1] / 15 + .1) / (e.max15 * f15 + .1));
        e60 = Math.log((n[2] / 60 + .05) / (e.max60 * (planned ? view.factor(minute, 60) : 1) + .05));
        busy = Math.log((n[1] / 15 + .05) / (e.busy * f15 + .05));
        z3 = (n[0] - lambda[0]) / Math.sqrt(lambda[0] + 1);
        z15 = (n[1] - lambda[1]) / Math.sqrt(lambda[1] + 1);
        excessCalls = n[2] - expected60;
        return this;
    }

    /** Takes what windows allow for as expected, in each of the statistics' minutes together; returns that of the hour. */
    private double allow(ScopeView view, long minute) {
        for (int w = 0; w < WINDOWS.length; w++) lambda[w] = view.expected(minute, WINDOWS[w]);
        return view.expectedOfHour(minute);
    }

    private void costs(ScopeView view, long minute, double expected60) {
        ScopeState s = view.state();
        double cost5 = Rings.sum(s.cost, minute, 5);
        double cost15 = cost5 + Rings.sum(s.cost, minute - 5, 10);
        double cost60 = cost15 + Rings.sum(s.cost, minute - 15, 45);
        double demand5 = Rings.sum(s.demand, minute, 5);
        values[U5] = Math.log((cost5 + 3 * unitCost) / ((demand5 + 3) * unitCost));
        values[U15] = Math.log((cost15 + 3 * unitCost) / ((demand15 + 3) * unitCost));
        double expected = expected60 * unitCost;
        asked.set(cost60, expected);
        billed.set(cost60, expected);
        counted.set(cost60, expected);
        if (s.refused(minute, DataMinute.HOUR)) refused(view, minute, expected);
    }

    private void refused(ScopeView view, long minute, double expected) {
        billed.set(Rings.sum(view.state().billed, minute, DataMinute.HOUR), expected);
        counted.set(view.counted(minute, DataMinute.HOUR), expected);
        counted.share3 = view.share(minute);
    }

    private void sumWindows(ScopeState s, long minute) {
        int i = ScopeState.slot(minute);
        double sumN = 0;
        double sumL = 0;
        int j = 0;
        for (int w = 0; w < WINDOWS.length; w++) {
            for (; j < WINDOWS[w]; j++) {
                sumN += s.demand[i];
                sumL += s.expected[i];
                if (--i < 0) i = ScopeState.RING - 1;
            }
            n[w] = sumN;
            lambda[w] = sumL;
        }
    }

    /**
     * What recent minutes cost, counted in one way, nano-USD. There are three: <em>asked</em>, what the demand would have cost
     * had nothing been refused, which is scored; <em>billed</em>, which is damage; and what <em>counts</em> against gates:
     * what is billed, or, while a throttle of ours is held, what would be without it, else our own limit would look like the
     * end of the surge. Where nothing was refused all three are the same.
     */
    static final class Money {

        /** Of the trailing 60 minutes. */
        double cost60;
        /** The same above the expectation. */
        double excess60;
        /** The share of the last three minutes' calls that this counts. */
        double share3 = 1;

        void set(double cost, double expected) {
            cost60 = cost;
            excess60 = cost - expected;
            share3 = 1;
        }
    }
}

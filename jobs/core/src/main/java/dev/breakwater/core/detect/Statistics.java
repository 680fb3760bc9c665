package dev.breakwater.core.detect;

/**
 * The statistics of one judged minute, from data of that minute and before only.
 *
 * <p>{@code r3, r15, r60, r180}: natural log of demand over expected demand in windows of that many minutes; {@code u15}:
 * the same of the cost per unit of demand; {@code e3, e15}: of demand over the largest that this time of day has seen;
 * {@code z3, z15}: demand above the expectation in standard deviations of counts; {@code excess60}: cost above the
 * expectation in the trailing hour, nano-USD.
 */
final class Statistics {

    static final int R3 = 0;
    static final int R15 = 1;
    static final int R60 = 2;
    static final int R180 = 3;
    static final int U15 = 4;
    static final int EXCESS = 5;

    final double[] values = new double[ScopeState.STATISTICS];
    double e3;
    double e15;
    double z3;
    double z15;
    double demand3;
    double demand15;
    double cost60;
    double excess60;
    double expectedMinute;
    double expectedConcurrency;
    double unitCost;

    private final double[] n = new double[5];
    private final double[] c = new double[5];
    private final double[] lambda = new double[5];
    private static final int[] WINDOWS = {3, 15, 60, 180};

    /** Computes everything for the minute; the object is reused. */
    Statistics at(ScopeState s, long minute) {
        sumWindows(s, minute);
        long hour = Minutes.hourOf(minute);
        unitCost = Expectation.unitCost(s, hour);
        for (int w = 0; w < 4; w++) values[w] = Math.log((n[w] + 2) / (lambda[w] + 2));
        values[U15] = n[1] > 0 && unitCost > 0 ? Math.log(c[1] / n[1] / unitCost) : 0;
        e3 = Math.log((n[0] / 3 + .3) / (Expectation.envelope(s, s.hourMax3, hour) + .3));
        e15 = Math.log((n[1] / 15 + .1) / (Expectation.envelope(s, s.hourMax15, hour) + .1));
        z3 = (n[0] - lambda[0]) / Math.sqrt(lambda[0] + 1);
        z15 = (n[1] - lambda[1]) / Math.sqrt(lambda[1] + 1);
        demand3 = n[0];
        demand15 = n[1];
        cost60 = c[2];
        excess60 = c[2] - lambda[2] * (Double.isNaN(unitCost) ? 0 : unitCost);
        values[EXCESS] = excess60;
        expectedConcurrency = Expectation.envelope(s, s.hourConcurrency, hour);
        return this;
    }

    private void sumWindows(ScopeState s, long minute) {
        double lift = Math.exp(s.level);
        long hour = Long.MIN_VALUE;
        double before = 0;
        double here = 0;
        double after = 0;
        double sumN = 0;
        double sumC = 0;
        double sumL = 0;
        int w = 0;
        for (int j = 0; j < 180; j++) {
            long m = minute - j;
            long h = Minutes.hourOf(m);
            if (h != hour) {
                hour = h;
                before = Expectation.ofHour(s, h - 1);
                here = Expectation.ofHour(s, h);
                after = Expectation.ofHour(s, h + 1);
            }
            int i = Windows.slot(m);
            sumN += s.demand[i];
            sumC += s.cost[i];
            double expected = Expectation.ofMinute(before, here, after, (int) (m - h * 60)) * lift;
            if (j == 0) expectedMinute = expected;
            sumL += expected;
            if (j + 1 == WINDOWS[w]) {
                n[w] = sumN;
                c[w] = sumC;
                lambda[w] = sumL;
                w++;
            }
        }
    }
}

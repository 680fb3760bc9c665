package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;
import java.util.Arrays;

/** The last seven days of a scope: daily maxima of each statistic, daily costs and calls, and the cost of a call. */
final class Days {

    private static final double THOUSANDTHS = 1000;
    private static final double ENOUGH_CALLS = 20;

    private Days() {}

    /**
     * The usual extreme of a log ratio: the third-largest daily maximum, or the smallest daily maximum until three days
     * are known.
     */
    static double usualExtreme(ScopeState s, int statistic) {
        int days = Math.min(s.daysKnown, ScopeState.DAYS);
        if (days == 0) return 0;
        short[] values = Arrays.copyOfRange(s.dayMax, statistic * ScopeState.DAYS, statistic * ScopeState.DAYS + days);
        Arrays.sort(values);
        return values[Math.max(0, days - 3)] / THOUSANDTHS;
    }

    /** The largest cost above the expectation in an hour of the last seven days, nano-USD. */
    static double largestExcess(ScopeState s) {
        return largest(s.dayExcess);
    }

    /** The largest daily cost in the last seven days, nano-USD. */
    static double largestCost(ScopeState s) {
        return largest(s.dayCost);
    }

    /** The mean calls per minute over the known days. The mean is NaN until a day is known. */
    static double meanCalls(ScopeState s) {
        double sum = 0;
        for (float v : s.dayCalls) sum += v;
        return sum / (Math.min(s.daysSummed, ScopeState.DAYS) * (double) DataMinute.DAY);
    }

    /** Ends a day, whose values replace the values of a week ago. */
    static void close(ScopeView view, long lastMinute) {
        ScopeState s = view.state();
        long age = lastMinute - s.firstMinute;
        if (age >= DataMinute.DAY - 1) sums(s);
        int planned = view.windows().minutes(lastMinute - DataMinute.DAY + 1, lastMinute);
        // a day that is mostly in a planned window does not show usual extremes, so the earlier values are kept
        if (age >= 2 * DataMinute.DAY - 1 && planned <= DataMinute.DAY / 2) maxima(s);
        Peaks.close(view, lastMinute);
        Weeks.closeDay(s, lastMinute);
        Arrays.fill(s.todayMax, 0);
        s.todayExcess = 0;
        s.todayCost = s.todayCalls = s.todayUnitCost = s.todayUnitCalls = 0;
    }

    private static void sums(ScopeState s) {
        boolean enough = s.todayUnitCalls >= ENOUGH_CALLS;
        if (enough || s.unitsKnown == 0) {
            double unit = s.todayUnitCalls > 0 ? s.todayUnitCost / s.todayUnitCalls : s.unitCost();
            s.dayUnit[s.unitsKnown++ % s.dayUnit.length] = (float) unit;
        }
        if (enough || s.unit == 0) s.unit = medianUnit(s);
        int slot = s.daysSummed++ % ScopeState.DAYS;
        s.dayCost[slot] = (float) s.todayCost;
        s.dayCalls[slot] = (float) s.todayCalls;
    }

    private static double medianUnit(ScopeState s) {
        double[] values = new double[s.dayUnit.length];
        int n = Math.min(s.unitsKnown, values.length);
        for (int i = 0; i < n; i++) values[i] = s.dayUnit[i];
        return Expectation.median(values, n);
    }

    private static void maxima(ScopeState s) {
        int slot = s.daysKnown++ % ScopeState.DAYS;
        for (int k = 0; k < ScopeState.STATISTICS; k++) {
            s.dayMax[k * ScopeState.DAYS + slot] =
                    (short) Math.min(Short.MAX_VALUE, Math.round(s.todayMax[k] * THOUSANDTHS));
        }
        s.dayExcess[slot] = s.todayExcess;
    }

    private static double largest(float[] values) {
        float max = 0;
        for (float v : values) max = Math.max(max, v);
        return max;
    }
}

package dev.breakwater.core.detect;

/**
 * What the time of day and the week lead to expect, from hourly summaries of eight days.
 *
 * <p>The expected demand of an hour is the median of the same hour of the last three days, or that of a week ago where
 * it is larger: a weekday's peak does not alarm on the first Monday, one attacked day does not lift the median. Between
 * the centres of two hours it is interpolated, so that a morning's rise is no step.
 */
final class Expectation {

    private Expectation() {}

    /** Expected demand a minute in the middle of an hour; NaN where no day is known. */
    static double ofHour(ScopeState s, long hour) {
        double usual =
                median3(at(s, s.hourDemand, hour - 24), at(s, s.hourDemand, hour - 48), at(s, s.hourDemand, hour - 72));
        double weekAgo = at(s, s.hourDemand, hour - 168);
        if (Double.isNaN(usual)) return weekAgo;
        return Double.isNaN(weekAgo) ? usual : Math.max(usual, weekAgo);
    }

    /** Expected demand of one minute, level included; 0 where no day is known. */
    static double ofMinute(double before, double at, double after, int minuteOfHour) {
        double d = minuteOfHour + 0.5 - 30;
        double value = d < 0 ? at + (before - at) * (-d / 60) : at + (after - at) * (d / 60);
        return Double.isNaN(value) ? Double.isNaN(at) ? 0 : at : value;
    }

    /** Largest known value of a summary in the same hour and its two neighbours over seven days. */
    static double envelope(ScopeState s, float[] summary, long hour) {
        double max = 0;
        for (int day = 1; day <= 7; day++) {
            for (int h = -1; h <= 1; h++) {
                double v = at(s, summary, hour - 24L * day + h);
                if (v > max) max = v;
            }
        }
        return max;
    }

    /** Cost per unit of demand: the median of what the last three days had, else anything known; NaN while unknown. */
    static double unitCost(ScopeState s, long hour) {
        double usual = median3(dayUnit(s, hour, 1), dayUnit(s, hour, 2), dayUnit(s, hour, 3));
        if (!Double.isNaN(usual)) return usual;
        for (int day = 4; day <= 7; day++) {
            double v = dayUnit(s, hour, day);
            if (!Double.isNaN(v)) return v;
        }
        return s.accDemand > 0 ? s.accCost / s.accDemand : Double.NaN;
    }

    /** The most instances that normal traffic used at once in seven days. */
    static double peakConcurrency(ScopeState s) {
        double max = 0;
        for (float v : s.hourConcurrency) if (v > max) max = v;
        return max;
    }

    private static double dayUnit(ScopeState s, long hour, int daysAgo) {
        double cost = 0;
        double demand = 0;
        for (int h = 0; h < 24; h++) {
            long k = hour - 24L * daysAgo + h;
            double d = at(s, s.hourDemand, k);
            double u = at(s, s.hourUnit, k);
            if (d > 0 && !Double.isNaN(u)) {
                cost += d * u;
                demand += d;
            }
        }
        return demand > 0 ? cost / demand : Double.NaN;
    }

    static double at(ScopeState s, float[] summary, long hour) {
        int slot = Minutes.slotOf(hour);
        return s.hourOf[slot] == (int) hour ? summary[slot] : Double.NaN;
    }

    /** Median of the known ones of three values; of two the larger; NaN when none is known. */
    static double median3(double a, double b, double c) {
        if (Double.isNaN(a)) return Double.isNaN(b) ? c : Double.isNaN(c) ? b : Math.max(b, c);
        if (Double.isNaN(b)) return Double.isNaN(c) ? a : Math.max(a, c);
        if (Double.isNaN(c)) return Math.max(a, b);
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}

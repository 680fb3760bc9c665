package dev.breakwater.core.detect;

/** What the scope's last seven days knew: daily maxima of each statistic and daily costs. */
final class History {

    private History() {}

    /** The third-largest daily maximum of the week, the smallest while fewer days are known, 0 when none is. */
    static double thirdLargest(ScopeState s, int statistic) {
        double first = Double.NEGATIVE_INFINITY;
        double second = first;
        double third = first;
        int days = Math.min(s.daysKnown, 7);
        for (int d = 0; d < days; d++) {
            double v = s.dayMax[d * ScopeState.STATISTICS + statistic];
            if (v > first) {
                third = second;
                second = first;
                first = v;
            } else if (v > second) {
                third = second;
                second = v;
            } else if (v > third) {
                third = v;
            }
        }
        return days == 0 ? 0 : days == 1 ? first : days == 2 ? second : third;
    }

    static double largest(ScopeState s, int statistic) {
        double max = 0;
        for (int d = 0; d < Math.min(s.daysKnown, 7); d++) {
            max = Math.max(max, s.dayMax[d * ScopeState.STATISTICS + statistic]);
        }
        return max;
    }

    static double largestDayCost(ScopeState s) {
        double max = 0;
        for (int d = 0; d < Math.min(s.daysKnown, 7); d++) max = Math.max(max, s.dayCost[d]);
        return max;
    }

    /** Mean demand a minute over all known hours. */
    static double meanDemand(ScopeState s) {
        double sum = 0;
        int hours = 0;
        for (float v : s.hourDemand) {
            if (!Float.isNaN(v)) {
                sum += v;
                hours++;
            }
        }
        return hours == 0 ? 0 : sum / hours;
    }

    /** Ends a day: today's maxima and cost take the place of those of a week ago. */
    static void closeDay(ScopeState s) {
        int slot = s.daysKnown % 7;
        System.arraycopy(s.todayMax, 0, s.dayMax, slot * ScopeState.STATISTICS, ScopeState.STATISTICS);
        java.util.Arrays.fill(s.todayMax, 0);
        s.dayCost[slot] = (float) s.todayCost;
        s.todayCost = 0;
        s.daysKnown++;
    }
}

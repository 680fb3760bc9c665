package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.BudgetState;
import dev.breakwater.engine.observe.MinuteWindow;
import dev.breakwater.model.DataMinute;

/**
 * The usual cost of each hour of the week, and the month's forecast made from these costs. The forecast is the spend so
 * far plus the usual cost of the month's remaining hours. The width of the forecast's interval comes from the usual
 * error of a day's prediction. Errors of single days average out over the rest of the month, but an error in the weekly
 * level does not.
 */
record Season(BudgetState s) {

    /** The number of weeks that an hour's mean covers; older weeks lose their weight. */
    private static final int WEEKS = 4;
    /** The weight of old daily errors is multiplied by this factor each day. */
    private static final double KEPT = .97;
    /**
     * While spend is too fast, Breakwater does not learn an hour that costs more than this multiple of its prediction.
     */
    private static final double UNUSUAL = 3;
    /** The first forecast needs this number of days with a known error. */
    private static final int LEAST_DAYS = 2;
    /**
     * The error that is assumed before any day was measured, as a share of the day's spend. The second value is the
     * number of measured days that this assumption counts as.
     */
    private static final double PRIOR_ERROR = .3;

    private static final double PRIOR_DAYS = 2;
    /** The largest number of days that count for the level. */
    private static final int LEVEL_DAYS = WEEKS * 7;
    /** Half of a 90 % interval, in standard deviations. */
    private static final double INTERVAL = 1.645;

    /**
     * Learns the hours that can no longer change, except hours of an attack. An hour counts as an attack if spend is
     * too fast for the budget and also far above the prediction. The budget alone does not show an attack, because
     * spend is always too fast for a budget that is too small.
     */
    void learn(boolean burning) {
        long done = Math.floorDiv(s.newest - MinuteWindow.COUNTED_LATE + 1, 60) - 1;
        if (s.learned == Long.MIN_VALUE) s.learned = -Math.floorDiv(-s.first, 60L) - 1;
        if (done - s.learned > 70) s.learned = done - 70;
        while (s.learned < done) hour(++s.learned, burning);
    }

    private void hour(long hour, boolean burning) {
        double actual = s.spentOfHour(hour);
        boolean silent = s.silentTo >= hour * 60 && s.silentFrom < hour * 60 + 60;
        int i = (int) Math.floorMod(hour, (long) BudgetState.HOURS);
        double predicted = predicted(i);
        boolean usual = !silent && !(burning && actual > UNUSUAL * predicted);
        s.dayPredicted += usual ? predicted : Double.NaN;
        s.dayActual += actual;
        if (usual) {
            s.hourWeeks[i] = (byte) Math.min(s.hourWeeks[i] + 1, WEEKS);
            s.hourMean[i] += (actual - s.hourMean[i]) / s.hourWeeks[i];
        }
        if (Math.floorMod(hour, 24L) == 23) endDay();
    }

    private void endDay() {
        double error = s.dayActual - s.dayPredicted;
        if (!Double.isNaN(error)) {
            s.errorSquares = s.errorSquares * KEPT + error * error;
            s.errorDays = s.errorDays * KEPT + 1;
            s.daysLearned++;
        }
        s.dayPredicted = 0;
        s.dayActual = 0;
    }

    /**
     * The expected spend of an hour of the week. If that hour of the week has no data yet, the same hour on other days
     * is used. The result is NaN if no day has data for the hour.
     */
    double predicted(int hourOfWeek) {
        if (s.hourWeeks[hourOfWeek] > 0) return s.hourMean[hourOfWeek];
        double sum = 0;
        int n = 0;
        for (int i = hourOfWeek % 24; i < BudgetState.HOURS; i += 24) {
            if (s.hourWeeks[i] == 0) continue;
            sum += s.hourMean[i];
            n++;
        }
        return sum / n;
    }

    /** Makes the month's forecast when an hour is complete. */
    void forecast() {
        s.forecastLow = s.forecast = s.forecastHigh = -1;
        if (s.daysLearned < LEAST_DAYS) return;
        long now = Math.floorDiv(s.newest + 1, 60L);
        long end = DataMinute.monthEnd(s.month) / 60;
        double rest = 0;
        double week = 0;
        for (int i = 0; i < BudgetState.HOURS; i++) week += predicted(i);
        long weeks = (end - now) / BudgetState.HOURS;
        for (long h = now + weeks * BudgetState.HOURS; h < end; h++) {
            rest += predicted((int) Math.floorMod(h, (long) BudgetState.HOURS));
        }
        rest += weeks * week;
        double half = INTERVAL * Math.sqrt(variance((end - now) / 24.0, week / 7));
        long spent = s.spentOfMonth();
        s.forecast = spent + Math.round(rest);
        s.forecastLow = spent + Math.round(Math.max(0, rest - half));
        s.forecastHigh = spent + Math.round(rest + half);
    }

    private double variance(double days, double usualDay) {
        double prior = PRIOR_ERROR * usualDay;
        double ofDay = (s.errorSquares + PRIOR_DAYS * prior * prior) / (s.errorDays + PRIOR_DAYS);
        double level = Math.min(LEVEL_DAYS, s.daysLearned + 1);
        return ofDay * (days + days * days / level);
    }

    /**
     * The hour (minute / 60) in which usual spend reaches this amount. The value is -1 if usual spend stays below the
     * amount until {@code end}.
     */
    long hourOf(double more, long end) {
        if (s.daysLearned < LEAST_DAYS) return -1;
        double left = more;
        for (long h = Math.floorDiv(s.newest + 1, 60L); h < end; h++) {
            left -= predicted((int) Math.floorMod(h, (long) BudgetState.HOURS));
            if (left <= 0) return h;
        }
        return -1;
    }
}

package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.model.DataMinute;

/**
 * A pair of windows, one long and one short. An alarm needs overspending in both windows. The long window shows that
 * the overspending matters, and the short window shows that it continues. The method comes from Google's Site
 * Reliability Workbook, chapter 5, "multiwindow, multi-burn-rate alerts". The method's thresholds are shares of the
 * error budget: 2 % spent in 1 h, 5 % in 6 h, 10 % in 1 d. People want to keep an error budget, but they expect to
 * spend a money budget. Someone who spends a month's budget evenly spends 10 % in 3 d, so the threshold for 3 d is 15
 * %. A day's budget uses only the two shortest pairs, with thresholds of 4.8 and 2.4 times the even pace.
 */
enum BurnWindow {
    HOUR(60, 5, 20, 200, true),
    SIX_HOURS(360, 30, 50, 600, true),
    DAY(DataMinute.DAY, 120, 100, 0, false),
    THREE_DAYS(4320, 360, 150, 0, false);

    /** The lengths of both windows in minutes. */
    final int length;

    final int recent;
    /**
     * The shares of the month's and of the day's budget that may be spent in the long window. The unit is a thousandth,
     * and 0 means no threshold.
     */
    private final int ofMonth;

    private final int ofDay;
    /** Whether the pair belongs to the fast alarm, which pages, instead of the slow alarm, which opens a ticket. */
    final boolean fast;

    BurnWindow(int length, int recent, int ofMonth, int ofDay, boolean fast) {
        this.length = length;
        this.recent = recent;
        this.ofMonth = ofMonth;
        this.ofDay = ofDay;
        this.fast = fast;
    }

    /**
     * Spend in the long window above which the pair raises an alarm, nano-USD. The value is Long.MAX_VALUE if the
     * budget has no threshold for this pair.
     */
    long line(Budget b) {
        long month = b.monthNano() > 0 ? b.monthNano() / 1000 * ofMonth : Long.MAX_VALUE;
        long day = b.dayNano() > 0 && ofDay > 0 ? b.dayNano() / 1000 * ofDay : Long.MAX_VALUE;
        long line = Math.min(month, day);
        return line == Long.MAX_VALUE ? line : Math.max(line, b.minNanoPerHour() * length / 60);
    }

    /** The threshold of the short window, which allows the same spend per hour as the long window. */
    long recentLine(long line) {
        return line / length * recent;
    }
}

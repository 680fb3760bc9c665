package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.model.DataMinute;

/**
 * A pair of windows, long and short. An alarm needs overspending in both. The long window shows that the overspending
 * matters, and the short one that it continues. The method comes from Google's Site Reliability Workbook, chapter 5,
 * "multiwindow, multi-burn-rate alerts". Its thresholds are shares of the error budget: 2 % spent in 1 h, 5 % in 6 h,
 * 10 % in 1 d. People try to save an error budget, but they mean to spend a budget of money. 10 % in 3 d is the even
 * pace of a month, so the threshold is 15 %. Only the two short pairs apply to a day's budget. Their thresholds are 4.8
 * and 2.4 times the even pace.
 */
enum BurnWindow {
    HOUR(60, 5, 20, 200, true),
    SIX_HOURS(360, 30, 50, 600, true),
    DAY(DataMinute.DAY, 120, 100, 0, false),
    THREE_DAYS(4320, 360, 150, 0, false);

    /** Minutes of both windows. */
    final int length;

    final int recent;
    /**
     * Share of the month's budget, and of the day's, that may be spent in the long window, in thousandths. 0: no
     * threshold.
     */
    private final int ofMonth;

    private final int ofDay;
    /** Whether the pair belongs to the fast alarm, which pages, or to the slow one, which opens a ticket. */
    final boolean fast;

    BurnWindow(int length, int recent, int ofMonth, int ofDay, boolean fast) {
        this.length = length;
        this.recent = recent;
        this.ofMonth = ofMonth;
        this.ofDay = ofDay;
        this.fast = fast;
    }

    /** Nano-USD that the long window must exceed. Long.MAX_VALUE if the budget has no threshold here. */
    long line(Budget b) {
        long month = b.monthNano() > 0 ? b.monthNano() / 1000 * ofMonth : Long.MAX_VALUE;
        long day = b.dayNano() > 0 && ofDay > 0 ? b.dayNano() / 1000 * ofDay : Long.MAX_VALUE;
        long line = Math.min(month, day);
        return line == Long.MAX_VALUE ? line : Math.max(line, b.minNanoPerHour() * length / 60);
    }

    /** The threshold of the short window, at the same pace. */
    long recentLine(long line) {
        return line / length * recent;
    }
}

package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.cost.Month;
import dev.breakwater.core.model.DataMinute;
import java.util.Arrays;

/** Spend as a sum that only grows, so that a window is one difference. */
final class SpendCurve {

    static final int QUARTER = 15;

    private SpendCurve() {}

    static void begin(BudgetState s, long minute) {
        s.first = minute;
        s.newest = minute - 1;
        s.month = Month.of(minute);
        s.day = DataMinute.dayOf(minute);
    }

    /** Counts the minute after the newest one. */
    static void append(BudgetState s, long nano) {
        long m = ++s.newest;
        if (Math.floorMod(m, (long) DataMinute.DAY) == 0) s.beforeDay = s.total;
        s.day = DataMinute.dayOf(m);
        int month = Month.of(m);
        if (month != s.month) newMonth(s);
        s.month = month;
        s.total += nano;
        s.minute[slot(m)] = s.total;
        s.quarter[quarterSlot(Math.floorDiv(m, (long) QUARTER))] = s.total;
    }

    /** Counts a later change of a minute that is in the curve. */
    static void revise(BudgetState s, long minute, long nano) {
        long from = Math.max(minute, s.newest - BudgetState.MINUTES + 1);
        for (long m = from; m <= s.newest; m++) s.minute[slot(m)] += nano;
        long last = Math.floorDiv(s.newest, (long) QUARTER);
        for (long q = Math.floorDiv(from, (long) QUARTER); q <= last; q++) s.quarter[quarterSlot(q)] += nano;
        s.total += nano;
        if (minute < Month.start(s.month)) s.beforeMonth += nano;
        if (minute < s.day * DataMinute.DAY) s.beforeDay += nano;
        if (minute < s.baseMinute) s.base -= nano;
    }

    private static void newMonth(BudgetState s) {
        s.beforeMonth = s.total;
        s.base = s.baseMinute = 0;
    }

    /**
     * Counts on from what AWS has counted of the month by the newest minute, if that is more than what is known. Both are
     * at most what was spent: of one the part is missing that AWS has not counted yet, of the other what is no Lambda.
     */
    static void countOn(BudgetState s, long spent) {
        if (spent <= spentOfMonth(s)) return;
        s.base = spent - s.total;
        s.baseMinute = s.newest + 1;
    }

    /** Passes over minutes in which nothing was spent, more than any window is long. */
    static void jump(BudgetState s, long newest) {
        Arrays.fill(s.minute, s.total);
        Arrays.fill(s.quarter, s.total);
        s.newest = newest - 1;
        if (DataMinute.dayOf(newest) != s.day) s.beforeDay = s.total;
        if (Month.of(newest) != s.month) newMonth(s);
        s.month = Month.of(newest);
        append(s, 0);
    }

    /** Spend of the minutes that end with the newest one; beyond six hours from the quarter's start on. */
    static long window(BudgetState s, int minutes) {
        long before = s.newest - minutes;
        if (minutes <= 360) return s.total - s.minute[slot(before)];
        return s.total - s.quarter[quarterSlot(Math.floorDiv(before + 1, (long) QUARTER) - 1)];
    }

    /** Spend of a whole hour (minute / 60) of the last three days. */
    static long hour(BudgetState s, long hour) {
        return s.quarter[quarterSlot(hour * 4 + 3)] - s.quarter[quarterSlot(hour * 4 - 1)];
    }

    static long spentOfMonth(BudgetState s) {
        long own = s.total - s.beforeMonth;
        return s.baseMinute == 0 ? own : Math.max(own, s.total + s.base);
    }

    static long spentOfDay(BudgetState s) {
        return s.total - s.beforeDay;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) BudgetState.MINUTES);
    }

    private static int quarterSlot(long quarter) {
        return (int) Math.floorMod(quarter, (long) BudgetState.QUARTERS);
    }
}

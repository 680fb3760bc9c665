package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;

/**
 * The highest concurrency of normal traffic, from which limits are computed. The state has the peak of each day of the
 * last week, and of each of the eight weeks before. After two quiet weeks, normal traffic therefore does not look too
 * high. Episodes are left out.
 */
final class Peaks {

    static final int WEEKS = 8;

    private static final int DAYS_KEPT = WEEKS * ScopeState.DAYS;
    private static final int HOURS_OF_DAY = 24;

    private Peaks() {}

    /** The highest concurrency of the last eight weeks. */
    static double usual(ScopeState s) {
        double max = ofWeek(s);
        for (short v : s.weekConcurrency) max = Math.max(max, v);
        return max;
    }

    /** The highest concurrency of the last seven days. */
    static double ofWeek(ScopeState s) {
        float max = s.todayConcurrency;
        for (float v : s.dayConcurrency) max = Math.max(max, v);
        return max;
    }

    /**
     * Whether seven days are known, including one with the same day of the week. A limit computed from fewer days could
     * refuse normal traffic.
     */
    static boolean known(ScopeState s, long minute) {
        long days = s.peakDays;
        if (Long.bitCount(days) < ScopeState.DAYS) return false;
        long newest = DataMinute.dayOf(s.learned + 1) - 1;
        long today = DataMinute.dayOf(minute);
        for (int week = 1; week <= WEEKS; week++) {
            long back = newest - today + (long) week * ScopeState.DAYS;
            if (back >= 0 && back < DAYS_KEPT && (days >>> back & 1) != 0) return true;
        }
        return false;
    }

    /** Ends a day and, with every seventh day, a week. */
    static void close(ScopeView view, long lastMinute) {
        ScopeState s = view.state();
        boolean known = knows(s, lastMinute);
        s.peakDays = (s.peakDays << 1 | (known ? 1 : 0)) & (1L << DAYS_KEPT) - 1;
        long day = DataMinute.dayOf(lastMinute);
        int slot = (int) Math.floorMod(day, (long) ScopeState.DAYS);
        // a window, an episode or silence may hide a day's peak, so the peak of a week ago remains
        boolean hidden = !known || view.windows().touch(lastMinute - DataMinute.DAY + 1, lastMinute);
        s.dayConcurrency[slot] = hidden ? Math.max(s.dayConcurrency[slot], s.todayConcurrency) : s.todayConcurrency;
        s.todayConcurrency = 0;
        if (slot == ScopeState.DAYS - 1) closeWeek(s, Math.floorDiv(day, (long) ScopeState.DAYS));
    }

    private static void closeWeek(ScopeState s, long week) {
        int slot = (int) Math.floorMod(week, (long) WEEKS);
        s.weekConcurrency[slot] = (short) Math.min(Short.MAX_VALUE, Math.ceil(ofWeek(s)));
    }

    /** Whether most of the ending day had data and no episode. */
    private static boolean knows(ScopeState s, long lastMinute) {
        if (lastMinute - s.firstMinute < DataMinute.DAY - 1) return false;
        int hours = 0;
        long last = DataMinute.hourOf(lastMinute);
        for (long h = last - HOURS_OF_DAY + 1; h <= last; h++) if (Expectation.known(s, h, last + 1)) hours++;
        return hours >= HOURS_OF_DAY / 2 && (s.todayConcurrency > 0 || s.todayCalls == 0);
    }
}

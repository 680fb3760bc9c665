package dev.breakwater.engine.detect.baseline;

import dev.breakwater.model.DataMinute;

/**
 * The highest concurrency of normal traffic, from which limits are computed. The state has the peak of each day of the
 * last week, and of each of the eight weeks before. After two quiet weeks, normal traffic therefore does not look too
 * high. Episodes are left out. Flink stores this class.
 */
public final class Peaks {

    static final int WEEKS = 8;
    /** The onset of a surge is at most this many minutes before its first evidence. */
    public static final int LONGEST_LOOK_BACK = 165;
    /** The quarters in which a surge may have begun, because the estimate of its onset is up to 14 minutes late. */
    private static final int QUARTERS = 12;

    private static final int QUARTER = 15;
    /** The minutes before the end of a day that count for the next day. */
    static final int HELD_BACK = QUARTERS * QUARTER;
    /** An estimated onset is late by less than the 15 minutes over which it is found. */
    static final int LATEST_ONSET = QUARTER - 1;

    private static final int DAYS_KEPT = WEEKS * ScopeState.DAYS;

    /** The highest concurrency of each day of the last week, of each of the eight weeks before, and of today. */
    public float[] days = new float[ScopeState.DAYS];

    public short[] weeks = new short[WEEKS];
    public float today;
    /** The highest concurrency of each newest quarter of an hour. A surge that is found later takes its own back. */
    public short[] quarters = new short[QUARTERS];
    /** Whether normal traffic was seen today. */
    public boolean seen;
    /** One bit per day that is known, with the last complete day in the lowest bit. */
    public long known;

    /** The highest concurrency of the last eight weeks. */
    public double usual() {
        double max = ofWeek();
        for (short v : weeks) max = Math.max(max, v);
        return max;
    }

    /** The highest concurrency of the last seven days. */
    public double ofWeek() {
        return Math.max(ofToday(), ofDays());
    }

    private float ofDays() {
        float max = 0;
        for (float v : days) max = Math.max(max, v);
        return max;
    }

    /** The highest concurrency since yesterday's last three hours. */
    private float ofToday() {
        float max = today;
        for (short v : quarters) max = Math.max(max, v);
        return max;
    }

    /**
     * Whether seven days are known, including one on the same day of the week. A limit computed from fewer days could
     * refuse normal traffic.
     */
    public boolean isKnown(long learned, long minute) {
        if (Long.bitCount(known) < ScopeState.DAYS) return false;
        long newest = DataMinute.dayOf(learned + 1) - 1;
        long today = DataMinute.dayOf(minute);
        for (int week = 1; week <= WEEKS; week++) {
            long back = newest - today + (long) week * ScopeState.DAYS;
            if (back >= 0 && back < DAYS_KEPT && (known >>> back & 1) != 0) return true;
        }
        return false;
    }

    /** Counts the next learned minute. The quarter of an hour that it replaces can no longer be taken back. */
    void learn(long minute, double concurrency) {
        int slot = slot(minute);
        if (Math.floorMod(minute, QUARTER) == 0) {
            today = Math.max(today, quarters[slot]);
            quarters[slot] = 0;
        }
        quarters[slot] = (short) Math.max(quarters[slot], concurrency);
        seen |= concurrency > 0;
    }

    /** Takes the concurrency of a surge back that was learned before there was evidence. */
    public void takeBack(long onset, long learned) {
        long from = Math.max(onset - LATEST_ONSET, learned - HELD_BACK + 1);
        for (long m = learned; m >= from; m--) quarters[slot(m)] = 0;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(Math.floorDiv(minute, QUARTER), (long) QUARTERS);
    }

    /**
     * Ends a day and, with every seventh day, a week.
     *
     * @param knows   whether most of the day had data and no episode
     * @param planned whether a planned window may have raised or hidden the day's peak
     */
    void close(long day, boolean knows, boolean planned) {
        known = (known << 1 | (knows ? 1 : 0)) & (1L << DAYS_KEPT) - 1;
        int slot = (int) Math.floorMod(day, (long) ScopeState.DAYS);
        // a window, an episode or silence may hide a day's peak, so the peak of a week ago remains
        days[slot] = !knows || planned ? Math.max(days[slot], today) : today;
        today = 0;
        seen = false;
        if (slot == ScopeState.DAYS - 1) closeWeek(Math.floorDiv(day, (long) ScopeState.DAYS));
    }

    private void closeWeek(long week) {
        int slot = (int) Math.floorMod(week, (long) WEEKS);
        weeks[slot] = (short) Math.min(Short.MAX_VALUE, Math.ceil(ofDays()));
    }
}

package dev.breakwater.engine.detect.baseline;

import dev.breakwater.engine.detect.baseline.Expectation.LogCode;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.NanoUsd;

/**
 * Learns each minute once, when it can no longer change. During a large surge, the expected demand is learned instead
 * of the actual demand, so that an attack does not become the baseline. After a day, the expectation is learned without
 * the level, because the level would otherwise grow each day. Silent minutes are not learned at all.
 *
 * <p>Planned windows are not learned. An hour in a window counts as its expectation without the window, and the
 * statistics of earlier days remain. If nothing was known about that time of day, the minutes of a window are learned
 * like other minutes.
 */
public final class Learner {

    private static final double LEVEL_GAIN = gain(720);
    private static final double ACCEPTED_GAIN = gain(60);
    private static final double LOWEST = -.3;
    private static final double HIGHEST = .5;
    private static final double FREEZE_R15 = Math.log(2.5);
    private static final double FREEZE_R60 = Math.log(1.9);
    private static final double FREEZE_U15 = Math.log(2.5);
    private static final double FREEZE_CALLS = 20;
    /**
     * A surge is not learned if its hourly excess is above half of the cost threshold. Half of the threshold counts as
     * at most this amount, so that a high page threshold does not change what is learned.
     */
    private static final double FREEZE_NANO = NanoUsd.of(.5);

    private static final int FREEZE_AGE = 28 * DataMinute.HOUR;
    private static final int LONGEST_FREEZE = DataMinute.DAY;
    private static final int REARM = 60;
    private static final int HOURS_OF_DAY = 24;

    private final Statistics q = new Statistics();
    public final Lasting lasting = new Lasting();

    /** Learns every minute after the last learned minute, up to the given minute. */
    public void learnThrough(ScopeView view, long minute, Gates gates) {
        ScopeState s = view.state();
        for (long m = s.learned + 1; m <= minute; m++) {
            boolean usual = false;
            if (!s.isUnknown(m)) {
                if (planned(view, m)) pass(s, m);
                else usual = learn(view, m, gates.pageNano());
            }
            s.peaks.learn(m, usual ? s.concurrencyAt(m) : 0);
            if ((m + 1) % DataMinute.HOUR == 0) closeHour(view, m, gates);
            if ((m + 1) % DataMinute.DAY == 0) closeDay(view, m);
            s.learned = m;
        }
    }

    private static void closeDay(ScopeView view, long lastMinute) {
        ScopeState s = view.state();
        long begin = lastMinute - DataMinute.DAY + 1;
        long age = lastMinute - s.firstMinute + 1;
        boolean whole = age >= DataMinute.DAY;
        // a day that is mostly in a planned window does not show usual extremes, so the earlier values are kept
        boolean usual = view.windows().minutes(begin, lastMinute) <= DataMinute.DAY / 2;
        if (whole) s.units.closeDay();
        s.days.close(whole, age >= 2 * DataMinute.DAY && usual);
        s.peaks.close(
                DataMinute.dayOf(lastMinute),
                whole && knowsPeak(s, lastMinute),
                view.windows().touch(begin - Peaks.HELD_BACK, lastMinute));
        s.weeks.closeDay(s, lastMinute);
        s.days.begin();
        s.units.beginDay();
    }

    /** Whether most of the ending day had data and no episode. */
    private static boolean knowsPeak(ScopeState s, long lastMinute) {
        int hours = 0;
        long last = DataMinute.hourOf(lastMinute);
        for (long h = last - HOURS_OF_DAY + 1; h <= last; h++) if (Expectation.known(s, h, last + 1)) hours++;
        return hours >= HOURS_OF_DAY / 2 && (s.peaks.seen || s.days.todayCalls == 0);
    }

    private static boolean planned(ScopeView view, long m) {
        return view.windows().cover(m) && Expectation.of(view.state(), m).known;
    }

    /**
     * For a minute of a window, learns the hour's expectation without the level, because the level would otherwise grow
     * each day.
     */
    private static void pass(ScopeState s, long m) {
        double usual = s.minutes.expected[ScopeState.slot(m)];
        s.hours.sum += Expectation.of(s, m).at;
        s.hours.asked += usual;
        s.hours.cost += usual * s.units.ofCall();
        s.hours.minutes++;
        s.days.todayCalls += usual;
        s.days.todayCost += usual * s.units.ofCall();
    }

    /** Returns whether the minute shows the usual concurrency. */
    private boolean learn(ScopeView view, long m, long gateNano) {
        ScopeState s = view.state();
        q.at(view, s.learnedSums, m);
        boolean frozen = frozen(s, m, gateNano);
        boolean ready = s.isReady(m);
        if (ready && !frozen) {
            trackLevel(s, Expectation.of(s, m).isLifted());
            remember(s);
        }
        double calls = s.demandAt(m);
        double cost = s.minutes.cost[ScopeState.costSlot(m)];
        double billed = s.minutes.billed[ScopeState.costSlot(m)];
        double expected = s.episode.asks(m) ? Expectation.of(s, m).at : s.minutes.expected[ScopeState.slot(m)];
        double learnedCalls = frozen ? Math.min(calls, expected) : calls;
        s.hours.sum += learnedCalls;
        s.hours.asked += calls;
        s.hours.cost += cost;
        s.hours.minutes++;
        s.days.todayCalls += learnedCalls;
        s.days.todayCost += frozen ? Math.min(billed, expected * q.unitCost) : billed;
        if (frozen) return false;
        if (!view.windows().touch(m - 14, m - 1)) {
            s.hours.top3 = Math.max(s.hours.top3, q.demand3 / 3);
            s.hours.top15 = Math.max(s.hours.top15, q.demand15 / 15);
        }
        s.units.todayCost += cost;
        s.units.todayCalls += calls;
        return !s.episode.covers(m) && !s.episode.covers(m + Peaks.LATEST_ONSET);
    }

    /**
     * Whether the surge is too large to be learned. After a day without a pause, the surge is learned anyway, except
     * while people decide if the surge is a new normal.
     */
    private boolean frozen(ScopeState s, long m, long gateNano) {
        boolean large = q.above(Statistics.R15, FREEZE_R15)
                || q.above(Statistics.R60, FREEZE_R60)
                || q.above(Statistics.U15, FREEZE_U15);
        boolean freeze = large
                && q.demand15 > FREEZE_CALLS
                && m - s.firstMinute >= FREEZE_AGE
                && q.asked.excess60 > Math.min(FREEZE_NANO, gateNano / 2.0)
                && q.value(Statistics.E3) > 0;
        boolean frozen = freeze && s.frozen < LONGEST_FREEZE;
        if (freeze) {
            s.frozen++;
            s.cool = 0;
        } else if (++s.cool >= REARM) {
            s.frozen = 0;
        }
        return frozen || s.episode.asks(m);
    }

    private void remember(ScopeState s) {
        for (int k = 0; k < ScopeState.STATISTICS; k++) {
            if (q.above(k, s.days.todayMax[k])) s.days.todayMax[k] = (float) q.value(k);
        }
        if (q.counted.excess60 > s.days.todayExcess) s.days.todayExcess = (float) q.counted.excess60;
    }

    /**
     * Updates the level slowly. A level outside the bounds comes from a surge that was accepted after a day. A level
     * from an accepted surge is dropped when the hourly summaries include that surge. If earlier weeks raise the
     * expectation, the level is unknown and returns to zero.
     */
    private void trackLevel(ScopeState s, boolean lifted) {
        boolean accepted = s.level > HIGHEST;
        double seen = lifted ? 0 : q.value(Statistics.R60) + s.level;
        double target = Math.max(LOWEST, Math.min(Math.max(HIGHEST, s.level), seen));
        s.level += (target - s.level) * (accepted ? ACCEPTED_GAIN : LEVEL_GAIN);
    }

    private void closeHour(ScopeView view, long m, Gates gates) {
        ScopeState s = view.state();
        int slot = ScopeState.hourSlot(DataMinute.hourOf(m));
        long bit = 1L << slot;
        boolean known = s.hours.minutes >= DataMinute.HOUR / 2;
        if (known) {
            double mean = s.hours.sum / s.hours.minutes;
            s.hours.demand[slot] = LogCode.of(mean);
            s.hours.max3[slot] = LogCode.of(Math.max(s.hours.top3, mean));
            s.hours.max15[slot] = LogCode.of(Math.max(s.hours.top15, mean));
            s.hours.known[slot >> 6] |= bit;
            s.weeks.closeHour(s, DataMinute.hourOf(m));
            if (view.windows().touch(m - DataMinute.HOUR + 1, m)) keepTops(s, DataMinute.hourOf(m));
        } else {
            s.hours.known[slot >> 6] &= ~bit;
        }
        Expectation.closeHour(view, m, known);
        lasting.closeHour(view, DataMinute.hourOf(m), known, gates);
        s.hours.sum = s.hours.asked = s.hours.cost = s.hours.top3 = s.hours.top15 = 0;
        s.hours.minutes = 0;
    }

    /** Keeps the maxima of the same hour of the previous day, because the window's own minutes are not used. */
    private static void keepTops(ScopeState s, long hour) {
        long before = hour - HOURS_OF_DAY;
        if (!Expectation.known(s, before, hour)) return;
        int from = ScopeState.hourSlot(before);
        int to = ScopeState.hourSlot(hour);
        s.hours.max3[to] = (short) Math.max(s.hours.max3[to], s.hours.max3[from]);
        s.hours.max15[to] = (short) Math.max(s.hours.max15[to], s.hours.max15[from]);
    }

    private static double gain(double halfLifeMinutes) {
        return 1 - Math.pow(.5, 1 / halfLifeMinutes);
    }
}

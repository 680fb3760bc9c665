package dev.breakwater.core.detect;

/**
 * Learns each minute once, when nothing can revise it any more. Minutes of an episode are learned as expected, so that
 * an attack does not become the baseline; silent minutes are not learned at all.
 */
final class Learner {

    private static final double LEVEL_GAIN = 1 - Math.pow(.5, 1.0 / 360);

    private final Statistics statistics = new Statistics();

    /** Learns every minute after the last one learned, up to the given one. */
    void learnThrough(ScopeState s, long minute) {
        if (s.firstMinute == Long.MIN_VALUE) return;
        long from = s.learned == Long.MIN_VALUE ? s.firstMinute : s.learned + 1;
        for (long m = from; m <= minute; m++) {
            learn(s, m, m > s.newest, Silence.covers(s, m));
            if ((m + 1) % Minutes.HOUR == 0) closeHour(s, m);
            s.learned = m;
        }
    }

    private void learn(ScopeState s, long m, boolean beyondRing, boolean silent) {
        if (silent) return;
        int i = Windows.slot(m);
        double n = beyondRing ? 0 : s.demand[i];
        double cost = beyondRing ? 0 : s.cost[i];
        boolean frozen = s.episode.covers(m);
        if (!beyondRing && (n > 0 || frozen || s.level != 0)) {
            statistics.at(s, m);
            if (frozen) {
                n = Math.min(n, statistics.expectedMinute);
                cost = Double.isNaN(statistics.unitCost) ? 0 : n * statistics.unitCost;
            } else {
                remember(s);
                trackLevel(s);
            }
        }
        accumulate(s, m, n, cost, frozen, beyondRing);
    }

    private void accumulate(ScopeState s, long m, double n, double cost, boolean frozen, boolean beyondRing) {
        s.accDemand += n;
        s.accCost += cost;
        s.accMinutes++;
        s.todayCost += cost;
        if (frozen || beyondRing) return;
        s.accMax3 = Math.max(s.accMax3, Windows.sum(s.demand, m, 3) / 3);
        s.accMax15 = Math.max(s.accMax15, Windows.sum(s.demand, m, 15) / 15);
        s.accConcurrency = Math.max(s.accConcurrency, s.concurrency[Windows.slot(m)]);
    }

    private void remember(ScopeState s) {
        for (int k = 0; k < ScopeState.STATISTICS; k++) {
            if (statistics.values[k] > s.todayMax[k]) s.todayMax[k] = (float) statistics.values[k];
        }
    }

    private void trackLevel(ScopeState s) {
        double raw = statistics.values[Statistics.R60] + s.level;
        s.level += (Math.max(-.3, Math.min(Math.max(.5, s.level), raw)) - s.level) * LEVEL_GAIN;
    }

    private static void closeHour(ScopeState s, long m) {
        long hour = Minutes.hourOf(m);
        if (s.accMinutes >= Minutes.HOUR / 2) {
            int slot = Minutes.slotOf(hour);
            s.hourOf[slot] = (int) hour;
            s.hourDemand[slot] = (float) (s.accDemand / s.accMinutes);
            s.hourMax3[slot] = (float) s.accMax3;
            s.hourMax15[slot] = (float) s.accMax15;
            s.hourConcurrency[slot] = (float) s.accConcurrency;
            s.hourUnit[slot] = s.accDemand > 0 ? (float) (s.accCost / s.accDemand) : Float.NaN;
        }
        s.accDemand = s.accCost = s.accMax3 = s.accMax15 = s.accConcurrency = 0;
        s.accMinutes = 0;
        if ((m + 1) % Minutes.DAY == 0) History.closeDay(s);
    }
}

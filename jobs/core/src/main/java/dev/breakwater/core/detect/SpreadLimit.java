package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;

/**
 * How many functions of an account may be up at once: a count that independent functions never reach, and one and a half
 * times what this account reaches on a usual day. A spread that paged is not learned, its rising edge included.
 *
 * @param least functions that must be up in a small account
 * @param share of the ready functions that must be up
 */
record SpreadLimit(double least, double share) {

    static final SpreadLimit PAGE = new SpreadLimit(8, .10);
    static final SpreadLimit WARN = new SpreadLimit(6, .08);

    private static final double OVER_USUAL = 1.5;
    private static final int LEAST_DAYS = 3;
    private static final int OF_LAST = 3;
    private static final int AGREE = 2;

    /** The same limit asking for so many times as many functions. */
    SpreadLimit times(double factor) {
        return new SpreadLimit(least * factor, share * factor);
    }

    /** Functions that must be up, the account's habits left aside. */
    double count(AccountState a) {
        return Math.max(least, share * a.ready);
    }

    /** Whether it is exceeded in this minute and in one of the two before. */
    boolean holds(AccountState a, long minute) {
        if (!exceeded(a, minute)) return false;
        int agree = 0;
        for (int j = 0; j < OF_LAST; j++) if (exceeded(a, minute - j)) agree++;
        return agree >= AGREE;
    }

    private boolean exceeded(AccountState a, long minute) {
        long up = a.sum(minute, Sums.UP);
        return up >= count(a) && up > usual(a);
    }

    /** What a usual day of this account explains; 0 while fewer than three days are known. */
    static double usual(AccountState a) {
        int n = Math.min(a.daysKnown, AccountState.DAYS);
        if (n < LEAST_DAYS) return 0;
        double[] days = new double[n];
        for (int i = 0; i < n; i++) days[i] = a.dayMost[i];
        return OVER_USUAL * Expectation.median(days, n);
    }

    /** Learns the counts of minutes that nothing can revise any more, those at this limit left out. */
    void learnThrough(AccountState a, long minute) {
        long from = a.learned == Long.MIN_VALUE ? a.firstMinute : a.learned + 1;
        for (long m = from; m <= minute; m++) {
            long up = a.sum(m, Sums.UP);
            boolean spread = a.episode.paged && a.episode.covers(m);
            if (up < count(a) && !spread) a.todayMost = Math.max(a.todayMost, (int) up);
            if ((m + 1) % DataMinute.DAY == 0) {
                a.dayMost[a.daysKnown++ % AccountState.DAYS] = a.todayMost;
                a.todayMost = 0;
            }
            a.learned = m;
        }
    }
}

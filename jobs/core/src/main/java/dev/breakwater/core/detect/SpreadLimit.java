package dev.breakwater.core.detect;

/**
 * How many functions of an account may be up at once: a count that independent functions never reach, and one and a half
 * times what this account reaches on a usual day. A spread that paged is not learned, its rising edge included.
 */
enum SpreadLimit {
    PAGE(8, .10),
    WARN(6, .08);

    private static final double OVER_USUAL = 1.5;
    private static final int LEAST_DAYS = 3;
    private static final int OF_LAST = 3;
    private static final int AGREE = 2;

    private final int least;
    private final double share;

    SpreadLimit(int least, double share) {
        this.least = least;
        this.share = share;
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

    /** Learns the counts of minutes that nothing can revise any more. */
    static void learnThrough(AccountState a, long minute) {
        long from = a.learned == Long.MIN_VALUE ? a.firstMinute : a.learned + 1;
        for (long m = from; m <= minute; m++) {
            long up = a.sum(m, Sums.UP);
            boolean spread = a.episode.paged && a.episode.covers(m);
            if (up < PAGE.count(a) && !spread) a.todayMost = Math.max(a.todayMost, (int) up);
            if ((m + 1) % Minutes.DAY == 0) {
                a.dayMost[a.daysKnown++ % AccountState.DAYS] = a.todayMost;
                a.todayMost = 0;
            }
            a.learned = m;
        }
    }
}

package dev.breakwater.core.detect;

import java.util.HashMap;
import java.util.Map;

/** The state of an account or group: sums still to be applied, sums of recent minutes, the days' counts, the episode. */
public final class AccountState implements RecentMinutes {

    /** Minutes kept one by one: an hour of onset, two hours of picture before it. */
    static final int MINUTES = 192;

    static final int DAYS = 7;

    /** Differences by arrival minute and data minute, see {@link AccountMinutes}: applied when the arrival minute ends. */
    public Map<Long, long[]> pending = new HashMap<>();

    /** Gaps of the feed by the arrival minute in which they were told, and the newest one that is applied. */
    public Map<Long, long[]> gaps = new HashMap<>();

    public long silentFrom;
    public long silentTo;

    public long[] minute = new long[MINUTES];
    public long[] sums = new long[MINUTES * Sums.COUNT];
    /** Functions that have become ready. */
    public long ready;

    public long firstMinute = Long.MIN_VALUE;
    /** Newest minute judged, and bit histories of the minutes told at page and warn level: newest in the lowest bit. */
    public long newest = Long.MIN_VALUE;

    public long paged;
    public long warned;
    /** Newest minute whose count is learned. */
    public long learned = Long.MIN_VALUE;
    /** The largest count of each of the last seven days, alarms left out, and of today. */
    public int[] dayMost = new int[DAYS];

    public int daysKnown;
    public int todayMost;

    public EpisodeState episode = new EpisodeState();

    /** One sum of a minute, as it stands; 0 for a minute not known. */
    long sum(long m, int which) {
        int i = slot(m);
        return minute[i] == m ? sums[i * Sums.COUNT + which] : 0;
    }

    static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    @Override
    public long firstMinute() {
        return firstMinute;
    }

    @Override
    public int reach() {
        return MINUTES;
    }

    @Override
    public double demandAt(long minute) {
        return sum(minute, Sums.DEMAND);
    }

    @Override
    public double concurrencyAt(long minute) {
        return sum(minute, Sums.CONCURRENCY);
    }

    @Override
    public EpisodeState episode() {
        return episode;
    }
}

package dev.breakwater.engine.detect.account;

import dev.breakwater.engine.detect.Tiers.SpreadLimit;
import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.engine.detect.baseline.Expectation;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.RecentMinutes;
import dev.breakwater.model.DataMinute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The detection state of an account or group: the sums of recent minutes, changes that are not yet applied, the daily
 * counts and the episode.
 */
public final class AccountState implements RecentMinutes {

    /**
     * The number of single minutes in the state. They cover an hour in which a surge may have begun, and the two hours
     * before.
     */
    static final int MINUTES = 192;

    static final int DAYS = 7;

    private static final int FARTHEST_BACK = 64;
    /** The usual count is this multiple of the median daily maximum, once enough days are known. */
    private static final double OVER_USUAL = 1.5;

    private static final int LEAST_DAYS = 3;
    /** How many of the newest minutes are compared, and how many of them must agree. */
    private static final int OF_LAST = 3;

    private static final int AGREE = 2;

    /** Changes by arrival minute and data minute. Changes are applied when their arrival minute ends. */
    public Map<Long, long[]> pending = new HashMap<>();

    /** The gaps of the feed by the arrival minute that reported them, and the newest gap that was applied. */
    public Map<Long, long[]> gaps = new HashMap<>();

    public long silentFrom;
    public long silentTo;

    public long[] minute = new long[MINUTES];
    public long[] sums = new long[MINUTES * Contribution.COUNT];
    /** The number of functions that have a baseline. */
    public long ready;

    public long firstMinute = Long.MIN_VALUE;
    /**
     * The newest judged minute, and two bit sets of the recent minutes that were at page and at warn level. The lowest
     * bit is the newest minute.
     */
    public long newest = Long.MIN_VALUE;

    public long paged;
    public long warned;
    /** The newest minute whose count was learned. */
    public long learned = Long.MIN_VALUE;
    /**
     * The largest count of functions above normal, for each of the last seven days and for today. Minutes with an alarm
     * are left out.
     */
    public int[] dayMost = new int[DAYS];

    public int daysKnown;
    public int todayMost;

    public EpisodeState episode = new EpisodeState();

    /**
     * Stores a function's contribution until the arrival minute ends. The order of arrival therefore does not change
     * the result.
     */
    public void add(Contribution c, long arrivalMinute) {
        long back = Math.min(arrivalMinute - c.minute() + 1, FARTHEST_BACK - 1);
        long[] aside =
                pending.computeIfAbsent(arrivalMinute * FARTHEST_BACK + back, k -> new long[Contribution.COUNT + 1]);
        for (int k = 0; k < aside.length; k++) aside[k] += c.change()[k];
        if (c.silentTo() == 0) return;
        long[] gap = gaps.computeIfAbsent(arrivalMinute, k -> new long[2]);
        if (c.silentTo() <= gap[1]) return;
        gap[0] = c.silentFrom();
        gap[1] = c.silentTo();
    }

    /** Applies everything that arrived up to this arrival minute, and returns the changed data minutes in order. */
    public SortedSet<Long> apply(long arrivalMinute) {
        applyGaps(arrivalMinute);
        SortedSet<Long> touched = new TreeSet<>();
        for (long key : new TreeSet<>(pending.keySet())) {
            long arrival = Math.floorDiv(key, FARTHEST_BACK);
            if (arrival > arrivalMinute) break;
            long m = arrival + 1 - Math.floorMod(key, FARTHEST_BACK);
            add(m, pending.remove(key));
            touched.add(m);
        }
        return touched;
    }

    private void applyGaps(long arrivalMinute) {
        for (long arrival : new TreeSet<>(gaps.keySet())) {
            if (arrival > arrivalMinute) break;
            long[] gap = gaps.remove(arrival);
            if (gap[1] <= silentTo) continue;
            silentFrom = gap[0];
            silentTo = gap[1];
        }
    }

    private void add(long m, long[] change) {
        int i = slot(m);
        int at = i * Contribution.COUNT;
        if (minute[i] != m) {
            minute[i] = m;
            Arrays.fill(sums, at, at + Contribution.COUNT, 0);
        }
        for (int k = 0; k < Contribution.COUNT; k++) sums[at + k] += change[k];
        ready += change[Contribution.READY];
        EpisodeState e = episode;
        if (e.open && m >= e.onset && m <= e.countedTo) e.excessNano += change[Contribution.EXCESS];
        if (firstMinute == Long.MIN_VALUE) firstMinute = m;
    }

    /** Returns the given sum of a minute, or 0 for an unknown minute. */
    public long sum(long m, int which) {
        int i = slot(m);
        return minute[i] == m ? sums[i * Contribution.COUNT + which] : 0;
    }

    /** The sums of a minute, as if all functions were one scope. The number of refused calls is unknown. */
    public MinuteSums minuteSums(long m) {
        return new MinuteSums(
                m,
                sum(m, Contribution.DEMAND),
                sum(m, Contribution.DEMAND_COST),
                sum(m, Contribution.COST),
                0,
                sum(m, Contribution.CONCURRENCY),
                0,
                0);
    }

    /** Whether more functions are above normal than allowed, in this minute and in one of the two minutes before. */
    boolean isSpread(SpreadLimit limit, long m) {
        if (!exceeds(limit, m)) return false;
        int agree = 0;
        for (int j = 0; j < OF_LAST; j++) if (exceeds(limit, m - j)) agree++;
        return agree >= AGREE;
    }

    private boolean exceeds(SpreadLimit limit, long m) {
        long up = sum(m, Contribution.UP);
        return up >= limit.count(ready) && up > usualUp();
    }

    /**
     * The number of functions that are usually above normal at once in this account. The value is 0 until three days
     * are known.
     */
    double usualUp() {
        int n = Math.min(daysKnown, DAYS);
        if (n < LEAST_DAYS) return 0;
        double[] days = new double[n];
        for (int i = 0; i < n; i++) days[i] = dayMost[i];
        return OVER_USUAL * Expectation.median(days, n);
    }

    /** Learns the counts of minutes that can no longer change, except counts that reach this limit. */
    void learnThrough(SpreadLimit limit, long last) {
        long from = learned == Long.MIN_VALUE ? firstMinute : learned + 1;
        for (long m = from; m <= last; m++) {
            long up = sum(m, Contribution.UP);
            boolean spread = episode.paged && episode.covers(m);
            if (up < limit.count(ready) && !spread) todayMost = Math.max(todayMost, (int) up);
            if ((m + 1) % DataMinute.DAY == 0) {
                dayMost[daysKnown++ % DAYS] = todayMost;
                todayMost = 0;
            }
            learned = m;
        }
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
        return sum(minute, Contribution.DEMAND);
    }

    @Override
    public double concurrencyAt(long minute) {
        return sum(minute, Contribution.CONCURRENCY);
    }

    @Override
    public double billedAt(long minute) {
        return sum(minute, Contribution.COST);
    }

    @Override
    public boolean isUnknown(long minute) {
        return minute >= silentFrom && minute <= silentTo && demandAt(minute) == 0;
    }

    @Override
    public EpisodeState episode() {
        return episode;
    }
}

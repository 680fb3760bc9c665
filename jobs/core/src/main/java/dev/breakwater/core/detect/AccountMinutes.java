package dev.breakwater.core.detect;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Adds the contributions of functions up to minutes of their account or group. What arrives within one arrival minute is set
 * aside and applied when that minute ends, so that the result does not depend on who came first.
 */
public final class AccountMinutes {

    private static final int FARTHEST_BACK = 64;

    private AccountMinutes() {}

    /** Sets a contribution aside. */
    public static void add(AccountState a, Contribution c, long arrivalMinute) {
        long back = Math.min(arrivalMinute - c.minute() + 1, FARTHEST_BACK - 1);
        long[] sums = a.pending.computeIfAbsent(arrivalMinute * FARTHEST_BACK + back, k -> new long[Sums.COUNT + 1]);
        for (int k = 0; k < sums.length; k++) sums[k] += c.change()[k];
        if (c.silentTo() == 0) return;
        long[] gap = a.gaps.computeIfAbsent(arrivalMinute, k -> new long[2]);
        if (c.silentTo() <= gap[1]) return;
        gap[0] = c.silentFrom();
        gap[1] = c.silentTo();
    }

    /** Applies all that arrived up to the given arrival minute; returns the data minutes that changed, in order. */
    public static SortedSet<Long> apply(AccountState a, long arrivalMinute) {
        applyGaps(a, arrivalMinute);
        SortedSet<Long> touched = new TreeSet<>();
        for (long key : new TreeSet<>(a.pending.keySet())) {
            long arrival = Math.floorDiv(key, FARTHEST_BACK);
            if (arrival > arrivalMinute) break;
            long minute = arrival + 1 - Math.floorMod(key, FARTHEST_BACK);
            add(a, minute, a.pending.remove(key));
            touched.add(minute);
        }
        return touched;
    }

    private static void applyGaps(AccountState a, long arrivalMinute) {
        for (long arrival : new TreeSet<>(a.gaps.keySet())) {
            if (arrival > arrivalMinute) break;
            long[] gap = a.gaps.remove(arrival);
            if (gap[1] <= a.silentTo) continue;
            a.silentFrom = gap[0];
            a.silentTo = gap[1];
        }
    }

    private static void add(AccountState a, long minute, long[] change) {
        int i = AccountState.slot(minute);
        int at = i * Sums.COUNT;
        if (a.minute[i] != minute) {
            a.minute[i] = minute;
            Arrays.fill(a.sums, at, at + Sums.COUNT, 0);
        }
        for (int k = 0; k < Sums.COUNT; k++) a.sums[at + k] += change[k];
        a.ready += change[Sums.READY];
        EpisodeState e = a.episode;
        if (e.open && minute >= e.onset && minute <= e.countedTo) e.excessNano += change[Sums.EXCESS];
        if (a.firstMinute == Long.MIN_VALUE) a.firstMinute = minute;
    }
}

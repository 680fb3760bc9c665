package dev.breakwater.core.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Adds the contributions of functions up to minutes of their account. What arrives within one arrival minute is set
 * aside and applied when that minute ends, so that the result does not depend on who came first.
 */
public final class AccountMinutes {

    private static final int FARTHEST_BACK = 64;

    private AccountMinutes() {}

    /** Sets a contribution aside. */
    public static void add(AccountState a, Contribution c, long arrivalMinute) {
        long back = Math.min(arrivalMinute - c.minute() + 1, FARTHEST_BACK - 1);
        long[] sums =
                a.pending.computeIfAbsent(arrivalMinute * FARTHEST_BACK + back, k -> new long[AccountState.SUMS + 2]);
        if (c.silentTo() > sums[AccountState.SUMS + 1]) {
            sums[AccountState.SUMS] = c.silentFrom();
            sums[AccountState.SUMS + 1] = c.silentTo();
        }
        sums[0] += c.residualDemand();
        sums[1] += c.residualCostNano();
        sums[2] += c.demand();
        sums[3] += c.costNano();
        sums[4] += c.durationMicros();
        sums[5] += c.concurrency();
    }

    /** Applies all that arrived up to the given arrival minute; returns the data minutes that changed, in order. */
    public static List<Long> apply(AccountState a, long arrivalMinute) {
        TreeSet<Long> touched = new TreeSet<>();
        for (long key : new TreeSet<>(a.pending.keySet())) {
            long arrival = Math.floorDiv(key, FARTHEST_BACK);
            if (arrival > arrivalMinute) break;
            long minute = arrival + 1 - Math.floorMod(key, FARTHEST_BACK);
            long[] sums = a.pending.remove(key);
            int at = open(a, minute) * AccountState.SUMS;
            for (int k = 0; k < AccountState.SUMS; k++) a.sums[at + k] += sums[k];
            Silence.note(a.scope, sums[AccountState.SUMS], sums[AccountState.SUMS + 1]);
            touched.add(minute);
        }
        return new ArrayList<>(touched);
    }

    /** The sums of a minute, as they stand. */
    public static MinuteSums sums(AccountState a, long minute) {
        int i = slot(minute);
        if (a.minute[i] != minute) return MinuteSums.idle(minute);
        int at = i * AccountState.SUMS;
        return new MinuteSums(
                minute, a.sums[at], a.sums[at + 1], a.sums[at + 1], a.sums[at + 4], a.sums[at + 5], false);
    }

    private static int open(AccountState a, long minute) {
        int i = slot(minute);
        if (a.minute[i] != minute) {
            a.minute[i] = minute;
            java.util.Arrays.fill(a.sums, i * AccountState.SUMS, (i + 1) * AccountState.SUMS, 0);
        }
        return i;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) AccountState.MINUTES);
    }
}

package dev.breakwater.core.detect;

import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Scope;
import java.util.Arrays;
import java.util.Optional;

/** Tells the account and the groups what a function adds. */
public final class Shares {

    private Shares() {}

    /** The differences that a judged observation makes; none for a minute too old to be judged. */
    public static Optional<Told> after(Share share, ScopeState s, Observation o) {
        if (s.judged != o.minute()) return Optional.empty();
        int at = open(share, o.minute());
        long[] now = sums(s, o);
        double expect = s.windows.expect(o.minute());
        long[] change = change(share.told, at, now);
        long[] ofGroup = expect <= 1
                ? change
                : change(Explained.sums(share.told, at, expect), 0, Explained.sums(now, 0, expect));
        System.arraycopy(now, 0, share.told, at, Sums.COUNT);
        if (s.ready && !share.ready) {
            share.ready = true;
            change[Sums.READY] = ofGroup[Sums.READY] = 1;
        }
        return Optional.of(new Told(new Contribution(account(o.scope()), o.minute(), 0, 0, change), ofGroup));
    }

    /** Takes a function that is forgotten out of those that are ready. */
    public static Optional<Contribution> forgotten(Share share, Scope function, long minute) {
        if (!share.ready) return Optional.empty();
        long[] change = new long[Sums.COUNT + 1];
        change[Sums.READY] = -1;
        return Optional.of(new Contribution(account(function), minute, 0, 0, change));
    }

    private static long[] change(long[] before, int at, long[] now) {
        long[] change = new long[Sums.COUNT + 1];
        for (int k = 0; k < Sums.COUNT; k++) change[k] = now[k] - before[at + k];
        return change;
    }

    private static long[] sums(ScopeState s, Observation o) {
        double expected = Allowance.most(s, o.minute());
        double expectedCost = expected * s.unitCost();
        double allowedCost = Allowance.ofMinute(s, o.minute()) * s.unitCost();
        boolean claimed = s.up && !(s.episode.open && s.episode.paged);
        long[] sums = new long[Sums.COUNT];
        sums[Sums.UP] = s.up ? 1 : 0;
        sums[Sums.EXCESS_HOUR] = claimed ? Math.round(s.billedHour) : 0;
        sums[Sums.EXCESS] = claimed ? Math.round(o.costNano() - allowedCost) : 0;
        sums[Sums.DEMAND] = o.demand();
        sums[Sums.COST] = o.costNano();
        sums[Sums.EXPECTED_DEMAND] = Math.round(expected);
        sums[Sums.EXPECTED_COST] = Math.round(expectedCost);
        sums[Sums.DEMAND_COST] = o.demandCostNano();
        sums[Sums.CONCURRENCY] = Math.round(o.concurrency());
        return sums;
    }

    private static int open(Share share, long minute) {
        int i = (int) Math.floorMod(minute, (long) Share.MINUTES);
        int at = i * Sums.COUNT;
        if (share.minute[i] != minute) {
            share.minute[i] = minute;
            Arrays.fill(share.told, at, at + Sums.COUNT, 0);
        }
        return at;
    }

    private static Scope account(Scope function) {
        return Scope.account(function.account(), function.region());
    }
}

package dev.breakwater.engine.detect.account;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import java.util.Arrays;
import java.util.Optional;

/**
 * The change that a judged minute of a function makes in the sums of its account and groups. The change is the
 * difference from the function's earlier contribution.
 *
 * <p>For groups, a minute in a planned window is scaled as if there were no window. The window allows traffic up to a
 * multiple of the usual traffic. Traffic between the usual traffic and that multiple counts as usual traffic. Traffic
 * above that range is divided by the multiple. Cost and concurrency are scaled in the same way. A group therefore needs
 * no window of its own. A group neither pages for demand that a window explains, nor learns such demand.
 *
 * @param account the change in the function's account
 * @param ofGroup the change in the function's groups, without the part that a window explains
 * @param ran     the change in the number of calls that ran
 */
public record ContributionDelta(Contribution account, long[] ofGroup, long ran) {

    /**
     * Creates a group's contribution. The contribution includes the feed's gap, because a group has its own baseline.
     */
    public Contribution to(Scope group, long silentFrom, long silentTo) {
        return new Contribution(group, account.minute(), silentFrom, silentTo, ofGroup);
    }

    /** The changes that a judged observation makes. The result is empty for a minute that is too old to be judged. */
    public static Optional<ContributionDelta> of(Share share, ScopeView view, Observation o, Judged judged) {
        if (!judged.judged()) return Optional.empty();
        int at = open(share, o.minute());
        long[] now = sums(view, o, judged);
        double expect = view.windows().expect(o.minute());
        long[] change = change(share.told, at, now);
        long[] ofGroup =
                expect <= 1 ? change : change(unexplained(share.told, at, expect), 0, unexplained(now, 0, expect));
        System.arraycopy(now, 0, share.told, at, Contribution.COUNT);
        long ran = o.invocations() - share.ran[at / Contribution.COUNT];
        share.ran[at / Contribution.COUNT] = o.invocations();
        if (judged.ready() && !share.ready) {
            share.ready = true;
            change[Contribution.READY] = ofGroup[Contribution.READY] = 1;
        }
        return Optional.of(
                new ContributionDelta(new Contribution(account(o.scope()), o.minute(), 0, 0, change), ofGroup, ran));
    }

    /** Removes an unknown function from the ready functions. */
    public static Optional<Contribution> forgotten(Share share, Scope function, long minute) {
        if (!share.ready) return Optional.empty();
        long[] change = new long[Contribution.COUNT + 1];
        change[Contribution.READY] = -1;
        return Optional.of(new Contribution(account(function), minute, 0, 0, change));
    }

    private static long[] change(long[] before, int at, long[] now) {
        long[] change = new long[Contribution.COUNT + 1];
        for (int k = 0; k < Contribution.COUNT; k++) change[k] = now[k] - before[at + k];
        return change;
    }

    private static long[] sums(ScopeView view, Observation o, Judged judged) {
        ScopeState s = view.state();
        double expected = view.most(o.minute());
        double expectedCost = expected * s.units.ofCall();
        double allowedCost = view.allowed(o.minute()) * s.units.ofCall();
        long[] sums = new long[Contribution.COUNT];
        sums[Contribution.UP] = judged.up() ? 1 : 0;
        sums[Contribution.EXCESS_HOUR] = judged.up() ? Math.round(judged.billedHourNano()) : 0;
        sums[Contribution.EXCESS] = judged.up() ? Math.round(o.costNano() - allowedCost) : 0;
        sums[Contribution.DEMAND] = o.demand();
        sums[Contribution.COST] = o.costNano();
        sums[Contribution.EXPECTED_DEMAND] = Math.round(expected);
        sums[Contribution.EXPECTED_COST] = Math.round(expectedCost);
        sums[Contribution.DEMAND_COST] = o.demandCostNano();
        sums[Contribution.CONCURRENCY] = Math.round(o.concurrency());
        return sums;
    }

    /** The cost and calls of a minute that is too old to be judged, minus the part that was already reported. */
    public static ContributionDelta late(Share share, Observation o) {
        int i = (int) Math.floorMod(o.minute(), (long) Share.MINUTES);
        if (share.minute[i] == o.minute()) leave(share, i);
        int late = share.lateSlot(o.minute());
        long[] change = new long[Contribution.COUNT + 1];
        long ran = 0;
        if (share.lateMinute[late] <= o.minute()) {
            boolean told = share.lateMinute[late] == o.minute();
            change[Contribution.COST] = o.costNano() - (told ? share.lateNano[late] : 0);
            ran = o.invocations() - (told ? share.lateRan[late] : 0);
            share.keep(o.minute(), o.costNano(), o.invocations());
        }
        return new ContributionDelta(new Contribution(account(o.scope()), o.minute(), 0, 0, change), change, ran);
    }

    /** Records that a minute can no longer be judged. */
    private static void leave(Share share, int i) {
        if (share.minute[i] != 0)
            share.keep(share.minute[i], share.told[i * Contribution.COUNT + Contribution.COST], share.ran[i]);
        share.minute[i] = share.ran[i] = 0;
        Arrays.fill(share.told, i * Contribution.COUNT, (i + 1) * Contribution.COUNT, 0);
    }

    private static int open(Share share, long minute) {
        int i = (int) Math.floorMod(minute, (long) Share.MINUTES);
        if (share.minute[i] != minute) leave(share, i);
        share.minute[i] = minute;
        return i * Contribution.COUNT;
    }

    private static Scope account(Scope function) {
        return Scope.account(function.account(), function.region());
    }

    /**
     * The sums of a minute for groups.
     *
     * @param sums   the account's sums; {@link Contribution#EXPECTED_DEMAND} includes the window's expectation
     * @param at     index at which the sums begin
     * @param expect the factor of the minute, at least 1
     */
    private static long[] unexplained(long[] sums, int at, double expect) {
        long[] out = new long[Contribution.COUNT];
        System.arraycopy(sums, at, out, 0, Contribution.COUNT);
        long demand = out[Contribution.DEMAND];
        if (expect <= 1 || demand <= 0) return out;
        double usual = out[Contribution.EXPECTED_DEMAND] / expect;
        double counts = Math.max(Math.min(demand, usual), demand / expect);
        out[Contribution.DEMAND] = Math.round(counts);
        for (int cost : new int[] {Contribution.COST, Contribution.DEMAND_COST, Contribution.CONCURRENCY}) {
            out[cost] = Math.round(out[cost] * (counts / demand));
        }
        return out;
    }
}

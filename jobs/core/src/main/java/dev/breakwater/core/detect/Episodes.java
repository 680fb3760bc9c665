package dev.breakwater.core.detect;

import dev.breakwater.core.detect.Judge.Verdict;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;

/** Keeps the one episode of a function: opens it at its onset, counts its money, ends it. */
final class Episodes {

    /** An episode ends after this many minutes without evidence. */
    static final int QUIET = 30;

    private static final int LONGEST_LOOK_BACK = 165;
    private static final double RAISED = 1.25;

    private Episodes() {}

    /** Takes a verdict in; returns the reason when the episode ends with this minute, else null. */
    static Reason take(ScopeView view, Statistics q, long m, Verdict v, Gates gates) {
        ScopeState s = view.state();
        EpisodeState e = s.episode;
        Shape.follow(e, q, v.tests(), m);
        if (v.tests() != 0) {
            if (!e.open) e.open(onset(view, q, m, v.reason()), m, v.reason());
            e.kind = Shape.of(view, q, v, m);
        }
        if (!e.open) return null;
        if (v.level() != Level.NONE) e.lastEvidence = Math.max(e.lastEvidence, m);
        e.paged |= v.level() == Level.PAGE;
        count(view, q, m);
        if (q.counted.excess60 > gates.pageNano()) e.costlyAt = (int) Math.max(e.costlyAt, m);
        if (e.isOld(m) && !e.asks(m)) return accept(s, q);
        return m - e.lastEvidence >= QUIET ? e.close(e.lastEvidence, Reason.CALM) : null;
    }

    /** Walks back while the trailing quarter of an hour was raised. */
    static long onset(ScopeView view, Statistics q, long m, Reason reason) {
        ScopeState s = view.state();
        boolean unit = reason == Reason.UNIT_COST;
        int lookBack = unit ? ScopeState.COST_RING - 20 : LONGEST_LOOK_BACK;
        long earliest = Math.max(Math.min(m, s.newest - lookBack), s.firstMinute);
        long onset = m;
        while (onset > earliest && raised(view, onset - 1, unit ? q.unitCost : 0)) onset--;
        return onset;
    }

    private static boolean raised(ScopeView view, long minute, double unitCost) {
        ScopeState s = view.state();
        double expected = 0;
        for (int j = 0; j < 15; j++) expected += view.most(minute - j);
        double seen = unitCost > 0 ? Rings.sum(s.cost, minute, 15) / unitCost : Rings.sum(s.demand, minute, 15);
        return seen > RAISED * (expected + 1.5);
    }

    private static void count(ScopeView view, Statistics q, long m) {
        ScopeState s = view.state();
        EpisodeState e = s.episode;
        for (long k = e.countedTo + 1; k <= m; k++) {
            e.excessNano += Math.round(Money.billed(s, k) - view.allowed(k) * q.unitCost);
            e.keptNano += Math.round(view.kept(k));
        }
        e.countedTo = Math.max(e.countedTo, m);
    }

    /** After a day that no hour of was costly a surge is the new normal: level and cost of a call jump to what is seen. */
    private static Reason accept(ScopeState s, Statistics q) {
        s.level += Math.max(0, q.values[Statistics.R60]);
        double unit = Math.exp(Math.max(0, q.values[Statistics.U15]));
        s.unit *= unit;
        for (int i = 0; i < s.dayUnit.length; i++) s.dayUnit[i] *= (float) unit;
        return s.episode.close(Long.MIN_VALUE, Reason.NEW_LEVEL);
    }
}

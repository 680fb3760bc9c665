package dev.breakwater.core.detect;

import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Scope;
import java.util.ArrayList;
import java.util.List;

/** Tells the account what a function adds, and takes back what turns out to belong to an incident of the function. */
public final class Shares {

    private Shares() {}

    /** The differences that a judged observation makes: its own minute, and those of an episode that it opened. */
    public static List<Contribution> after(Share share, ScopeState s, Observation o) {
        Scope account = Scope.account(o.scope().account(), o.scope().region());
        remember(share, o);
        List<Contribution> out = new ArrayList<>(1);
        long from = s.episode.open ? Math.max(s.episode.onset, o.minute() - ScopeAssessor.LATE_WINDOW) : o.minute();
        for (long m = Math.min(from, o.minute()); m <= o.minute(); m++) {
            Contribution c = difference(share, s, account, m, m == o.minute(), o);
            if (c != null) out.add(c);
        }
        return out;
    }

    private static void remember(Share share, Observation o) {
        int i = slot(o.minute());
        if (share.minute[i] == o.minute()) return;
        share.minute[i] = o.minute();
        share.residualDemand[i] = share.residualCost[i] = share.demand[i] = share.cost[i] = 0;
        share.duration[i] = share.concurrency[i] = 0;
    }

    private static Contribution difference(
            Share share, ScopeState s, Scope account, long m, boolean own, Observation o) {
        int i = slot(m);
        if (share.minute[i] != m) return null;
        long demand = !own ? share.demand[i] : o.demand();
        long cost = !own ? share.cost[i] : o.demandCostNano();
        long duration = !own ? share.duration[i] : o.durationMicros();
        long concurrency = !own ? share.concurrency[i] : Math.round(o.concurrency());
        boolean explained = s.episode.open && m >= s.episode.onset;
        long residualDemand = explained ? Math.min(demand, Math.round(s.episode.expectedDemand)) : demand;
        long residualCost = explained ? Math.min(cost, Math.round(s.episode.expectedCostNano)) : cost;
        Contribution c = new Contribution(
                account,
                m,
                o.silentFrom(),
                o.silentTo(),
                residualDemand - share.residualDemand[i],
                residualCost - share.residualCost[i],
                demand - share.demand[i],
                cost - share.cost[i],
                duration - share.duration[i],
                concurrency - share.concurrency[i]);
        share.residualDemand[i] = residualDemand;
        share.residualCost[i] = residualCost;
        share.demand[i] = demand;
        share.cost[i] = cost;
        share.duration[i] = duration;
        share.concurrency[i] = concurrency;
        return c;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) Share.MINUTES);
    }
}

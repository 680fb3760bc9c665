package dev.breakwater.core.detect;

import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Reason;

/** Keeps the one episode of a scope: opens it at its onset, counts its money, names its shape, ends it. */
final class Episodes {

    private static final int LONGEST_LOOK_BACK = 180;
    private static final double RAISED = 1.25;
    private static final int CALM_BETWEEN_BURSTS = 10;
    private static final int CHILDHOOD = 2 * Minutes.DAY;

    private final DetectorSettings settings;

    Episodes(DetectorSettings settings) {
        this.settings = settings;
    }

    /** Takes a verdict in; returns the reason when the episode ends with this minute, else null. */
    Reason take(ScopeState s, Statistics q, long m, Verdict v) {
        EpisodeState e = s.episode;
        if (v.level() != Level.NONE) {
            if (!e.open) open(s, q, m, v);
            if (m - e.lastEvidence > CALM_BETWEEN_BURSTS) e.bursts++;
            e.lastEvidence = Math.max(e.lastEvidence, m);
        }
        if (!e.open) return null;
        count(s, q, m);
        e.expectedDemand = q.expectedMinute;
        e.expectedCostNano = Double.isNaN(q.unitCost) ? 0 : q.expectedMinute * q.unitCost;
        if (v.level() != Level.NONE) e.kind = kind(s, q, m);
        boolean young = e.reason == Reason.YOUNG_FUNCTION_CAP;
        if (!young && m - e.onset >= settings.acceptMinutes()) return accept(s, q);
        if (m - e.lastEvidence >= settings.quietMinutes()) return close(e, e.lastEvidence, Reason.CALM);
        return null;
    }

    private void open(ScopeState s, Statistics q, long m, Verdict v) {
        EpisodeState e = s.episode;
        e.open = true;
        e.onset = onset(s, q, m, v.reason());
        e.lastEvidence = m;
        e.countedTo = e.onset - 1;
        e.excessNano = 0;
        e.bursts = 1;
        e.reason = v.reason();
    }

    /** Walks back while the trailing quarter of an hour was raised. */
    private static long onset(ScopeState s, Statistics q, long m, Reason reason) {
        boolean unit = reason == Reason.UNIT_COST;
        double expected = 15 * RAISED * (q.expectedMinute + .1) * (unit && q.unitCost > 0 ? q.unitCost : 1);
        float[] ring = unit ? s.cost : s.demand;
        long earliest = Math.max(m - LONGEST_LOOK_BACK + 15, s.firstMinute);
        long onset = m;
        while (onset > earliest && Windows.sum(ring, onset - 1, 15) > expected) onset--;
        return onset;
    }

    private static void count(ScopeState s, Statistics q, long m) {
        EpisodeState e = s.episode;
        double expected = Double.isNaN(q.unitCost) ? 0 : q.expectedMinute * q.unitCost;
        for (long k = e.countedTo + 1; k <= m; k++) {
            e.excessNano += Math.round(s.billed[Windows.slot(k)] - expected);
        }
        e.countedTo = Math.max(e.countedTo, m);
    }

    private IncidentKind kind(ScopeState s, Statistics q, long m) {
        EpisodeState e = s.episode;
        if (settings.accountScope()) return IncidentKind.SPREAD;
        if (e.kind == IncidentKind.RECURSION && e.countedTo > e.onset) return e.kind;
        if (e.reason == Reason.GROWTH || e.reason == Reason.LOOP_DROPPED) return IncidentKind.RECURSION;
        if (q.values[Statistics.U15] > q.values[Statistics.R15] && q.values[Statistics.U15] > Math.log(1.5)) {
            return IncidentKind.DURATION;
        }
        if (m - s.firstMinute < CHILDHOOD) return IncidentKind.NEW_FUNCTION;
        if (e.bursts >= 3) return IncidentKind.PULSE;
        return e.reason == Reason.SUSTAINED_SURGE ? IncidentKind.SLOW_BURN : IncidentKind.FLOOD;
    }

    /** After a day a surge is the new normal: the level jumps to what is seen, learning goes on from there. */
    private static Reason accept(ScopeState s, Statistics q) {
        s.level += q.values[Statistics.R60];
        double unit = Math.exp(Math.max(0, q.values[Statistics.U15]));
        for (int i = 0; i < s.hourUnit.length; i++) s.hourUnit[i] *= (float) unit;
        return close(s.episode, Long.MIN_VALUE, Reason.NEW_LEVEL);
    }

    private static Reason close(EpisodeState e, long end, Reason reason) {
        e.open = false;
        e.pastOnset = e.onset;
        e.pastEnd = e.reason == Reason.YOUNG_FUNCTION_CAP ? Long.MIN_VALUE : end;
        return reason;
    }
}

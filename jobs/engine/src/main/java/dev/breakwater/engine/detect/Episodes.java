package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Judge.Verdict;
import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.Peaks;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.detect.baseline.Statistics;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Opens the episode of a function at the surge's first minute, decides its kind, counts its cost and ends it. A
 * function has at most one episode at a time. The kind may change while the surge continues.
 */
final class Episodes {

    private static final int QUARTER = 15;
    private static final double RAISED = 1.25;
    /** The most that a step has before its onset, and the least that it has after 15 minutes, as a share of its excess. */
    private static final double BEFORE_STEP = .2;

    private static final double AFTER_STEP = .8;

    private static final double CALM = Math.log(1.25);
    private static final double DOUBLED = Math.log(2);
    private static final double STEEP = Math.log(3);
    private static final double LARGE = Math.log(4);
    private static final double WITHIN_THE_HOUR = .6;
    private static final int CALM_BETWEEN_BURSTS = 5;
    private static final int LONGEST_BETWEEN_BURSTS = 120;
    /** A slow loop can cost enough to be seen before its growth can be measured. */
    private static final int BEGINNING = 20;

    private static final int LONGEST_EDGE = 9;
    private static final int FAST = SurgeTests.BURST | SurgeTests.SURGE;
    private static final int CALLS = FAST | SurgeTests.HOUR | SurgeTests.HOURS | SurgeTests.RISE;

    private Episodes() {}

    /** Applies a verdict. Returns the reason if the episode ends with this minute, otherwise null. */
    static @Nullable Reason take(ScopeView view, Statistics q, long m, Verdict v, Gates gates) {
        ScopeState s = view.state();
        EpisodeState e = s.episode;
        follow(e, q, v.tests(), m);
        if (v.tests() != 0) {
            if (!e.open) {
                e.open(onset(view, q, m, v.reason()), m, v.reason());
                // only its surge shows how many instances a new function needs
                if (v.reason() != Reason.YOUNG_FUNCTION_CAP) s.peaks.takeBack(e.onset, s.learned);
                e.sudden = (v.tests() & CALLS) != 0 && stepped(view, e.onset, m);
            }
            e.kind = shape(view, q, v, m);
        }
        if (!e.open) return null;
        if (v.level() != Level.NONE) e.lastEvidence = Math.max(e.lastEvidence, m);
        e.paged |= v.level() == Level.PAGE;
        count(view, q, m);
        if (q.counted.excess60 > gates.pageNano()) e.costlyAt = (int) Math.max(e.costlyAt, m);
        if (e.isOld(m) && !e.asks(m)) return accept(s, q);
        // the maxima of a day contain its surge, so no test may see the surge on the next day
        if (!e.isOver(m, gates) || q.value(Statistics.R15) > DOUBLED) return null;
        return e.close(e.lastEvidence, isRaised(q) ? Reason.NOT_UNUSUAL : Reason.CALM);
    }

    /**
     * Finds the first minute of the surge, by going back while the trailing 15 minutes were above normal. Without a
     * baseline, the mean of the minutes before the last hour counts as normal, or the surge began within the last hour.
     */
    static long onset(ScopeView view, Statistics q, long m, Reason reason) {
        ScopeState s = view.state();
        boolean unit = reason == Reason.UNIT_COST;
        boolean young = reason == Reason.YOUNG_FUNCTION_CAP;
        int lookBack = unit ? ScopeState.COST_RING - 20 : young ? DataMinute.HOUR - 1 : Peaks.LONGEST_LOOK_BACK;
        long earliest = Math.max(Math.min(m, s.newest - lookBack), s.firstMinute);
        double usual = young ? before(s, m - DataMinute.HOUR) : 0;
        long onset = m;
        while (onset > earliest && raised(view, onset - 1, unit ? q.unitCost : 0, usual)) onset--;
        return unit || young || onset == earliest ? onset : edge(view, onset, m);
    }

    /**
     * Moves an onset back to the step before it. The sum of 15 minutes rises above normal only some minutes after a
     * small step. The likeliest minute of the step is the one since which the calls most exceed a level between the
     * expectation and the surge. A deployment in these minutes is the likeliest cause, so the step is not before it.
     */
    private static long edge(ScopeView view, long onset, long m) {
        ScopeState s = view.state();
        int minutes = (int) Math.min(QUARTER, m - onset + 1);
        double ratio = Math.max(RAISED, 1 + excessShare(view, onset + minutes - 1, minutes));
        double between = (ratio - 1) / Math.log(ratio);
        long earliest = Math.max(onset - QUARTER + 1, s.deployed <= onset ? s.deployed : Long.MIN_VALUE);
        long edge = onset;
        double sum = 0;
        double most = 0;
        for (long k = onset - 1; k >= Math.max(earliest, s.firstMinute); k--) {
            sum += s.demandAt(k) - between * view.most(k);
            if (sum > most) {
                most = sum;
                edge = k;
            }
        }
        return edge;
    }

    /** Whether the surge reached most of its present size within 15 minutes after the onset, and had little before. */
    private static boolean stepped(ScopeView view, long onset, long m) {
        if (onset + QUARTER > m || onset - QUARTER < view.state().newest - Peaks.LONGEST_LOOK_BACK) return false;
        double now = excessShare(view, m, QUARTER);
        return excessShare(view, onset - 1, QUARTER) < BEFORE_STEP * now
                && excessShare(view, onset + QUARTER - 1, QUARTER) > AFTER_STEP * now;
    }

    /** The excess calls as a share of the expected calls. */
    private static double excessShare(ScopeView view, long end, int minutes) {
        return view.excess(end, minutes) / (view.expected(end, minutes) + 2);
    }

    /** The mean demand per minute until this minute, over the minutes that are still stored. */
    private static double before(ScopeState s, long minute) {
        int minutes = (int) (minute - Math.max(s.firstMinute, s.newest - Peaks.LONGEST_LOOK_BACK) + 1);
        return minutes <= 0 ? 0 : MinuteRings.sum(s.minutes.demand, minute, minutes) / minutes;
    }

    private static boolean raised(ScopeView view, long minute, double unitCost, double usual) {
        ScopeState s = view.state();
        double expected = 15 * usual;
        for (int j = 0; usual == 0 && j < 15; j++) expected += view.most(minute - j);
        double seen = unitCost > 0
                ? MinuteRings.sum(s.minutes.cost, minute, 15) / unitCost
                : MinuteRings.sum(s.minutes.demand, minute, 15);
        return seen > RAISED * (expected + 1.5);
    }

    private static void count(ScopeView view, Statistics q, long m) {
        ScopeState s = view.state();
        EpisodeState e = s.episode;
        for (long k = e.countedTo + 1; k <= m; k++) {
            e.count(k, Math.round(s.billedAt(k) - view.allowed(k) * q.unitCost), Math.round(view.kept(k)));
        }
    }

    /**
     * Accepts a surge as the new normal after a day without a costly hour. The observed values become the new level and
     * the new cost of a call.
     */
    private static Reason accept(ScopeState s, Statistics q) {
        s.level += Math.max(0, q.value(Statistics.R60));
        double unit = Math.exp(Math.max(0, q.value(Statistics.U15)));
        s.units.usual *= unit;
        for (int i = 0; i < s.units.days.length; i++) s.units.days[i] *= (float) unit;
        return s.episode.close(Long.MIN_VALUE, Reason.NEW_LEVEL);
    }

    /** Whether calls or the cost of a call are still above normal. */
    private static boolean isRaised(Statistics q) {
        return q.value(Statistics.R15) > CALM || q.value(Statistics.U15) > CALM;
    }

    /** Counts bursts. A new burst needs five calm minutes after the previous burst. */
    private static void follow(EpisodeState e, Statistics q, int tests, long m) {
        double r3 = q.value(Statistics.R3);
        if (r3 < CALM) return;
        e.longestCalm = Math.max(e.longestCalm, m - e.raisedAt - 1);
        e.raisedAt = Math.max(e.raisedAt, m);
        if (r3 <= STEEP || (tests & SurgeTests.BURST) == 0) return;
        if (e.longestCalm >= CALM_BETWEEN_BURSTS) {
            e.bursts = m - e.burstEnd <= LONGEST_BETWEEN_BURSTS ? e.bursts + 1 : 1;
        }
        e.burstEnd = m;
        e.longestCalm = 0;
    }

    /**
     * The kind of the surge in a minute with evidence. A surge that cost money keeps its kind even if AWS later refuses
     * its calls.
     */
    private static IncidentKind shape(ScopeView view, Statistics q, Verdict v, long m) {
        ScopeState s = view.state();
        if (v.reason() == Reason.DEPLOYED) return IncidentKind.DEPLOYMENT;
        if (v.reason() == Reason.STARVED) return s.episode.paged ? s.episode.kind : IncidentKind.STARVED;
        return shape(view, q, v.tests(), m);
    }

    private static IncidentKind shape(ScopeView view, Statistics q, int tests, long m) {
        EpisodeState e = view.state().episode;
        boolean loop = loop(view, tests, m);
        if ((tests & SurgeTests.YOUNG) != 0) return IncidentKind.NEW_FUNCTION;
        if (e.bursts >= 2 && m - e.burstEnd <= LONGEST_BETWEEN_BURSTS) return IncidentKind.PULSE;
        if (loop) return IncidentKind.RECURSION;
        if ((tests & SurgeTests.UNIT) != 0 && (tests & CALLS) == 0) return IncidentKind.DURATION;
        double r15 = q.value(Statistics.R15);
        boolean fast = (tests & FAST) != 0;
        // a page for exponential growth can come before the other tests reach their cost threshold, so the surge is not
        // slow
        boolean early = fast || (tests & SurgeTests.GROWTH) != 0;
        e.sudden |= fast && r15 > LARGE || early && q.value(Statistics.R60) < WITHIN_THE_HOUR * r15;
        return e.sudden ? IncidentKind.FLOOD : IncidentKind.SLOW_BURN;
    }

    /**
     * Whether the surge began with exponential growth. It must have grown for longer than the edge of a step does, or
     * have multiplied from minute to minute.
     */
    private static boolean loop(ScopeView view, int tests, long m) {
        EpisodeState e = view.state().episode;
        boolean early = m - e.detected < LONGEST_EDGE;
        if ((tests & SurgeTests.GROWTH) != 0) {
            e.growing++;
            if (m - e.detected <= BEGINNING && !SurgeTests.jumps(view, m)) e.loop = true;
        }
        boolean fast = early && (tests & (FAST | SurgeTests.GROWTH)) != 0 && Growth.multiplied(view, e.onset, m);
        if (fast || (tests & SurgeTests.DROPPED) != 0) {
            e.loop = true;
            e.growing = LONGEST_EDGE;
        }
        return e.loop && (early || e.growing >= LONGEST_EDGE);
    }
}

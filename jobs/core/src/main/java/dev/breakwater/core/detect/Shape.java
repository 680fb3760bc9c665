package dev.breakwater.core.detect;

import dev.breakwater.core.detect.Judge.Verdict;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;

/** Names the shape of a surge from its newest minute; the name may change while the surge goes on. */
final class Shape {

    private static final double CALM = Math.log(1.25);
    private static final double STEEP = Math.log(3);
    private static final double LARGE = Math.log(4);
    private static final double WITHIN_THE_HOUR = .6;
    private static final int CALM_BETWEEN_BURSTS = 5;
    private static final int LONGEST_BETWEEN_BURSTS = 120;
    private static final int BEGINNING = 2;
    private static final int LONGEST_EDGE = 9;
    private static final int FAST = SurgeTests.BURST | SurgeTests.SURGE;
    private static final int CALLS = FAST | SurgeTests.HOUR | SurgeTests.HOURS;

    private Shape() {}

    /** Counts bursts: a new one needs five calm minutes between it and the burst minute before. */
    static void follow(EpisodeState e, Statistics q, int tests, long m) {
        double r3 = q.values[Statistics.R3];
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

    /** The name, of a minute in which evidence holds. A spender that is starved in the end stays what it was. */
    static IncidentKind of(ScopeView view, Statistics q, Verdict v, long m) {
        ScopeState s = view.state();
        if (v.reason() == Reason.DEPLOYED) return IncidentKind.DEPLOYMENT;
        if (v.reason() == Reason.STARVED) return s.episode.paged ? s.episode.kind : IncidentKind.STARVED;
        return of(view, q, v.tests(), m);
    }

    private static IncidentKind of(ScopeView view, Statistics q, int tests, long m) {
        EpisodeState e = view.state().episode;
        boolean loop = loop(view, tests, m);
        if ((tests & SurgeTests.YOUNG) != 0) return IncidentKind.NEW_FUNCTION;
        if (e.bursts >= 2 && m - e.burstEnd <= LONGEST_BETWEEN_BURSTS) return IncidentKind.PULSE;
        if (loop) return IncidentKind.RECURSION;
        if ((tests & SurgeTests.UNIT) != 0 && (tests & CALLS) == 0) return IncidentKind.DURATION;
        double r15 = q.values[Statistics.R15];
        boolean fast = (tests & FAST) != 0;
        e.large |= fast && r15 > LARGE;
        // growth alone pages before the money of the other tests is spent: a step is not slow for that
        boolean sudden = (fast || (tests & SurgeTests.GROWTH) != 0) && q.values[Statistics.R60] < WITHIN_THE_HOUR * r15;
        return e.large || sudden ? IncidentKind.FLOOD : IncidentKind.SLOW_BURN;
    }

    /** It began as growth, and went on for longer than the edge of a step can look like that. */
    private static boolean loop(ScopeView view, int tests, long m) {
        EpisodeState e = view.state().episode;
        if ((tests & SurgeTests.GROWTH) != 0) {
            e.growing++;
            if (m - e.detected <= BEGINNING && !Growth.jumps(view, m)) e.loop = true;
        }
        if ((tests & SurgeTests.DROPPED) != 0) {
            e.loop = true;
            e.growing = LONGEST_EDGE;
        }
        return e.loop && (m - e.detected < LONGEST_EDGE || e.growing >= LONGEST_EDGE);
    }
}

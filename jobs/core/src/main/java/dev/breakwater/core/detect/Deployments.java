package dev.breakwater.core.detect;

import dev.breakwater.core.model.DataMinute;

/**
 * Tells a change of level that a deployment explains from an attack: it began with the deployment, soon after it, and is
 * no larger than deployments make it. Such an episode is reported and wakes nobody; what grows beyond that does.
 */
final class Deployments {

    /** Clocks differ, and a call of up to 15 minutes is stamped with its start. */
    private static final int BEFORE = 2;

    private static final int ONSET_WITHIN = 30;
    private static final int SEEN_WITHIN = 4 * DataMinute.HOUR;
    private static final double MOST_CALLS = Math.log(2);
    private static final double MOST_UNIT_COST = Math.log(4);
    private static final int NEVER = SurgeTests.YOUNG | SurgeTests.DROPPED;

    private Deployments() {}

    /** Whether the tests that hold in this minute are what a deployment did. */
    static boolean explains(ScopeView view, Statistics q, long m, int tests) {
        ScopeState s = view.state();
        if (tests == 0 || s.deployed == Long.MIN_VALUE || (tests & NEVER) != 0) return false;
        if (larger(q, tests)) return false;
        EpisodeState e = s.episode;
        if (!e.open && m - s.deployed > SEEN_WITHIN) return false;
        long onset = e.open ? e.onset : Episodes.onset(view, q, m, SurgeTests.reason(tests));
        long detected = e.open ? e.detected : m;
        return onset >= s.deployed - BEFORE
                && onset <= s.deployed + ONSET_WITHIN
                && detected <= s.deployed + SEEN_WITHIN;
    }

    /** The edge of a step looks like growth for some minutes, but it is no larger than the step. */
    private static boolean larger(Statistics q, int tests) {
        boolean growth = (tests & SurgeTests.GROWTH) != 0;
        return growth && q.values[Statistics.R3] > MOST_CALLS
                || Math.max(q.values[Statistics.R15], q.values[Statistics.R60]) > MOST_CALLS
                || q.values[Statistics.U15] > MOST_UNIT_COST;
    }
}

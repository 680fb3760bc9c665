package dev.breakwater.guard.world;

import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Instant;

/**
 * Surges after the last fault. A batch that comes every week is throttled in the first week at most. From the third week
 * on, it notifies nobody, unless it costs ten page thresholds. A throttle without effect is released, and the surge is
 * not throttled again.
 */
final class CalmRule {

    private static final long MINUTE = WorldClock.MINUTE;
    private static final long AFTER_END = 15 * MINUTE;
    private static final double TEN_PAGES = 10 * WorldTerms.PAGES;
    /** The time in which a throttle must have an effect. */
    private static final long CURE = 10 * MINUTE;
    /** Time for a reading that shows the limit, and for repeated calls. */
    private static final long CALLS = 8 * MINUTE;

    private final Judge judge;
    private final ClosedLoopWorld world;

    CalmRule(Judge judge) {
        this.judge = judge;
        world = judge.world;
    }

    void weeks(String function) {
        world.weeksJudged++;
        for (Surges.Surge s : world.surges.all) {
            if (!s.function.equals(function)) continue;
            long from = s.from * MINUTE;
            long to = s.to * MINUTE + AFTER_END;
            int weeks = world.surges.earlierWeeks(s);
            String what = function + " at " + s.usd + " USD/h, " + weeks + " weeks after the first, from "
                    + Instant.ofEpochMilli(from);
            if (weeks > 0 && judge.holds.stood(function, from, to)) judge.fail("seen", "held: " + what);
            boolean rang = world.pager.rings.stream()
                    .anyMatch(r ->
                            r.at() >= from && r.at() <= to && r.page().said().containsKey(function));
            if (rang != (weeks < 2 || s.usd > TEN_PAGES))
                judge.fail("seen", (rang ? "wakes: " : "wakes nobody: ") + what);
        }
    }

    void cure(Surges.Surge s) {
        long end = s.to * MINUTE;
        Holds.Hold first = judge.holds.all.stream()
                .filter(h -> h.function.equals(s.function) && h.from >= s.from * MINUTE)
                .findFirst()
                .orElse(null);
        // calls that wait at their source are not refused, so nobody knows what the limit averts
        if (first == null || !first.limit.kind.equals(LeverKind.RESERVATION)) return;
        long within = CURE + world.surges.delay + 2 * world.terms.checkpointEvery + CALLS;
        if (first.from + within >= end || world.terms.maxHold.toMillis() <= within) return;
        world.curesJudged++;
        if (judge.holds.stood(s.function, first.from + within, end))
            judge.fail("uncured", s.function + " is held to " + Instant.ofEpochMilli(end) + " without effect");
    }
}

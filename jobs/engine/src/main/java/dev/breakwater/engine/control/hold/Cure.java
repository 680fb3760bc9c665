package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import java.util.Map;

/**
 * Checks whether a throttle works. The check covers the surge's first ten data minutes after the limit was observed.
 * The check compares the actual cost with the cost that the surge would have had without the limit. A throttle that
 * averts less than a tenth of the cost does only harm. A loop is not checked, because it would have grown without the
 * limit. The estimate of the averted cost knows only the concurrency before the limit.
 */
final class Cure {
    private static final int MINUTES = 10;
    private static final double LEAST = .1;

    private Cure() {}

    /**
     * Adds a minute of a throttled surge, or revises it: a minute is judged before AWS's count of its refused calls may
     * have arrived. Returns true once, after ten minutes, if the throttle averted too little.
     */
    static boolean failed(Lease lease, ThrottledMinute minute, MoneyLines lines) {
        LeaseState s = lease.state();
        if (lease.isOrdered() || s.adopted || s.times.heldAt == 0) return false;
        Assessment a = minute.a();
        // calls that are not refused wait, and their later cost is unknown. Another class detects whether calls bypass
        // the limit.
        if (!s.lever.kind().refuses() || a.episode().kind() == IncidentKind.RECURSION) return false;
        Map<Long, Long> averted = s.effect.cureAverted;
        if (averted.computeIfPresent(a.minute(), (m, before) -> Math.max(before, minute.avertedNano())) != null)
            return false;
        // the throttle cannot be judged while the surge pauses
        boolean counts = averted.size() < MINUTES
                && a.minute() * Step.MINUTE >= s.times.heldAt
                && lines.goesOn(lease.incident(), a);
        if (!counts) return false;
        averted.put(a.minute(), minute.avertedNano());
        s.effect.cureCostNano += a.amounts().cost();
        long sum = averted.values().stream().mapToLong(Long::longValue).sum();
        long would = s.effect.cureCostNano + (minute.step().terms.recorded() ? 0 : sum);
        return averted.size() == MINUTES && sum < LEAST * would;
    }
}

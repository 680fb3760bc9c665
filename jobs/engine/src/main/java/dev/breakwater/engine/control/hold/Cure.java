package dev.breakwater.engine.control.hold;

import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;

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

    /** Adds a minute of a throttled surge. Returns true once, after ten minutes, if the throttle averted too little. */
    static boolean failed(Lease lease, ThrottledMinute minute, MoneyLines lines) {
        LeaseState s = lease.state();
        if (lease.isOrdered() || s.adopted || s.times.heldAt == 0 || s.effect.cureMinutes >= MINUTES) return false;
        Assessment a = minute.a();
        // calls that are not refused wait, and their later cost is unknown. Another class detects whether calls bypass
        // the limit.
        if (!s.lever.kind().refuses() || a.episode().kind() == IncidentKind.RECURSION) return false;
        // the throttle cannot be judged while the surge pauses
        boolean counts = a.minute() * Step.MINUTE >= s.times.heldAt
                && a.minute() > s.effect.cureNewest
                && lines.goesOn(lease.incident(), a);
        if (!counts) return false;
        s.effect.cureNewest = a.minute();
        s.effect.cureMinutes++;
        long averted = minute.avertedNano();
        long would = minute.step().terms.recorded()
                ? a.amounts().cost()
                : a.amounts().cost() + averted;
        s.effect.cureWouldNano += would;
        s.effect.cureAvertedNano += averted;
        return s.effect.cureMinutes == MINUTES && s.effect.cureAvertedNano < LEAST * s.effect.cureWouldNano;
    }
}

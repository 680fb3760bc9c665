package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;

/**
 * Whether a throttle works: over the first ten minutes of data after its limit was observed, while the surge continues,
 * the actual cost is compared with the cost without the limit. Less than a tenth averted is no cure, and only harm is
 * left of it.
 */
final class Cure {
    private static final int MINUTES = 10;
    private static final double LEAST = .1;

    private Cure() {}

    /** Takes a minute of what is held; true once, when those minutes are over and it has averted too little. */
    static boolean failed(Lease lease, ThrottledMinute minute) {
        LeaseState s = lease.state;
        if (lease.isOrdered() || s.adopted || s.heldAt == 0 || s.cureMinutes >= MINUTES) return false;
        Assessment a = minute.a();
        // what waits at its source would have come to nobody knows how much; a limit that something goes around is seen
        // elsewhere
        if (!s.lever().kind().refuses()) return false;
        boolean counts = a.minute() * Step.MINUTE >= s.heldAt && a.minute() > s.cureNewest && goesOn(lease, minute);
        if (!counts) return false;
        s.cureNewest = a.minute();
        s.cureMinutes++;
        long averted = minute.avertedNano();
        long would = minute.step().terms.recorded() ? a.costNano() : a.costNano() + averted;
        s.cureWouldNano += would;
        s.cureAvertedNano += averted;
        return s.cureMinutes == MINUTES && s.cureAvertedNano < LEAST * s.cureWouldNano;
    }

    /** A pause of the surge is no cure, nor the want of one. */
    private static boolean goesOn(Lease lease, ThrottledMinute minute) {
        long line = minute.step().lines.of(lease.incident()).pageNano();
        return minute.a().recentHourNano() > line;
    }
}

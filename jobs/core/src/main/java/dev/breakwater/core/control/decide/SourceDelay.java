package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlState;

/**
 * How old the newest minute usually is when it arrives, by the safety clock: CloudWatch tells a minute one to three
 * minutes late. Measured only while the feed keeps pace with the clock, so that a backlog does not make itself fresh.
 */
final class SourceDelay {
    /** Before anything was measured. */
    private static final long FIRST_GUESS = 2 * Step.MINUTE;

    /** No source is trusted with more: what comes later is not acted on. */
    private static final long MOST = 10 * Step.MINUTE;

    private static final long IN_PACE = 30_000;
    private static final double GAIN = 0.1;

    private SourceDelay() {}

    /** Milliseconds from the end of a minute. */
    static long of(ControlState s) {
        return s.sourceDelay > 0 ? s.sourceDelay : FIRST_GUESS;
    }

    /** The newest minute moved on. */
    static void movedOn(ControlState s, long now) {
        boolean inPace = s.movedOnAt > 0 && now - s.movedOnAt >= IN_PACE;
        s.movedOnAt = now;
        if (!inPace) return;
        long age = Math.max(1, now - (s.newestMinute + 1) * Step.MINUTE);
        s.sourceDelay = Math.min(MOST, Math.round(of(s) + (age - of(s)) * GAIN));
    }
}

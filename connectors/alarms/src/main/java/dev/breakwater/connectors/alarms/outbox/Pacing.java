package dev.breakwater.connectors.alarms.outbox;

import java.util.ArrayDeque;

/** Limits attempts in any 60 seconds, a sliding window like the receiver's own. */
final class Pacing {

    private static final long WINDOW_MILLIS = 60_000;

    private final int perMinute;
    private final ArrayDeque<Long> attempts = new ArrayDeque<>();

    Pacing(int perMinute) {
        this.perMinute = perMinute;
    }

    /** The earliest epoch millisecond, not before {@code now}, at which one more attempt fits. */
    long freeAt(long now) {
        while (!attempts.isEmpty() && attempts.peekFirst() + WINDOW_MILLIS <= now) {
            attempts.removeFirst();
        }
        return attempts.size() < perMinute ? now : attempts.peekFirst() + WINDOW_MILLIS;
    }

    /** Forgets attempts from before the clock was set back. */
    void clockSetBack(long now) {
        attempts.removeIf(attempt -> attempt > now);
    }

    void attempted(long now) {
        attempts.addLast(now);
    }
}

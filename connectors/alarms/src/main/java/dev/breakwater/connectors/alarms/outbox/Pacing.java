package dev.breakwater.connectors.alarms.outbox;

import java.util.ArrayDeque;

/** Limits the attempts in any 60 seconds, because receivers count in the same way. */
final class Pacing {

    private static final long WINDOW_MILLIS = 60_000;

    private final int perMinute;
    private final ArrayDeque<Long> attempts = new ArrayDeque<>();

    Pacing(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Returns the earliest time at which one more attempt is allowed, in epoch milliseconds. */
    long freeAt(long now) {
        while (!attempts.isEmpty() && attempts.peekFirst() + WINDOW_MILLIS <= now) {
            attempts.removeFirst();
        }
        return attempts.size() < perMinute ? now : attempts.peekFirst() + WINDOW_MILLIS;
    }

    /** Forgets attempts whose time is in the future. Attempts in the future exist if the clock was set back. */
    void clockSetBack(long now) {
        attempts.removeIf(attempt -> attempt > now);
    }

    void attempted(long now) {
        attempts.addLast(now);
    }
}

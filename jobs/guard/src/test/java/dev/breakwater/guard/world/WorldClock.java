package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.ActClock;

/** Virtual time. The clock of the job's machine may differ from it. */
final class WorldClock implements ActClock {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** The correct time, epoch milliseconds. */
    long now;
    /** How far the machine's clock is ahead, milliseconds. */
    long ahead;

    WorldClock(long now) {
        this.now = now;
    }

    /** The time on the machine's clock. */
    @Override
    public long millis() {
        return now + ahead;
    }

    @Override
    public void pause(long millis) {
        now += millis;
    }

    void until(long time) {
        now = Math.max(now, time);
    }
}

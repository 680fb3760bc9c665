package dev.breakwater.connectors.alarms.outbox;

import java.io.Serializable;
import java.time.Duration;

/**
 * The bounds of an outbox.
 *
 * @param maxOpenKeys the largest number of keys whose wanted state is stored, at least 1
 * @param maxNotices  the largest number of unsent notices, at least 1
 * @param perMinute   the largest number of attempts in any 60 s, at least 1; PagerDuty accepts about 120 a minute for
 *     each key
 * @param staleAfter  the age above which data counts as old: an alarm about old data waits for its end before it wakes
 *     anybody, and an old notice is given up
 * @param again the interval at which open alarms are sent again if {@code restates} is set; refused alarms are tried
 *              again after four minutes
 * @param restates    whether a delivered alarm is sent again at intervals while it is open
 * @param rings       whether the receiver notifies only about new keys, so that an alarm must get a new key to notify
 *                    people again
 * @param backoff     pauses after failures
 * @param flushAtMost how long the end of the input waits for unsent alarms
 */
public record OutboxLimits(
        int maxOpenKeys,
        int maxNotices,
        int perMinute,
        Duration staleAfter,
        Duration again,
        boolean restates,
        boolean rings,
        Backoff backoff,
        Duration flushAtMost)
        implements Serializable {

    /** How long an alarm about old data waits for its end or for newer data. */
    public static final long STALE_WAIT_MILLIS = Duration.ofMinutes(5).toMillis();

    /**
     * Pauses after failures, which double from the first to the longest.
     *
     * @param first the pause after the first failure, above zero
     * @param longest the longest pause, even if a receiver asks for a longer pause
     */
    public record Backoff(Duration first, Duration longest) implements Serializable {

        /** Returns the pause in milliseconds after this many failures in a row, or 0 if there were none. */
        public long afterMillis(int failures) {
            if (failures <= 0) {
                return 0;
            }
            int doublings = Math.min(failures - 1, 30);
            return Math.min(first.toMillis() << doublings, longest.toMillis());
        }
    }

    /**
     * Returns the defaults: 10,000 keys, 2,000 notices, 100 attempts a minute, stale after an hour, repeated every 20
     * minutes.
     */
    public static OutboxLimits defaults() {
        return new OutboxLimits(
                10_000,
                2_000,
                100,
                Duration.ofHours(1),
                Duration.ofMinutes(20),
                false,
                false,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                Duration.ofSeconds(30));
    }

    /**
     * Returns the same limits, but open alarms are sent again at intervals. These limits are for receivers where people
     * can end an alarm by mistake.
     */
    public OutboxLimits restating() {
        return restating(again);
    }

    /**
     * Returns the same limits, but open alarms are sent again at this interval. These limits are for receivers that
     * forget alarms.
     */
    public OutboxLimits restating(Duration pace) {
        return new OutboxLimits(
                maxOpenKeys, maxNotices, perMinute, staleAfter, pace, true, rings, backoff, flushAtMost);
    }

    /** Returns the same limits for a receiver that notifies only about new keys. */
    public OutboxLimits ringing() {
        return new OutboxLimits(
                maxOpenKeys, maxNotices, perMinute, staleAfter, again, restates, true, backoff, flushAtMost);
    }

    /** Returns the same limits with another pace. */
    public OutboxLimits withPerMinute(int attempts) {
        return new OutboxLimits(
                maxOpenKeys, maxNotices, attempts, staleAfter, again, restates, rings, backoff, flushAtMost);
    }

    /** Returns the same limits with other pauses. */
    public OutboxLimits withBackoff(Duration first, Duration longest) {
        Backoff other = new Backoff(first, longest);
        return new OutboxLimits(
                maxOpenKeys, maxNotices, perMinute, staleAfter, again, restates, rings, other, flushAtMost);
    }

    /**
     * Returns the same limits, but only data that is older than this counts as old. With a large value, even alarms
     * about recorded data are sent at once.
     */
    public OutboxLimits withStaleAfter(Duration age) {
        return new OutboxLimits(maxOpenKeys, maxNotices, perMinute, age, again, restates, rings, backoff, flushAtMost);
    }

    /** Returns the same limits with another capacity. */
    public OutboxLimits withRoomFor(int keys, int notices) {
        return new OutboxLimits(keys, notices, perMinute, staleAfter, again, restates, rings, backoff, flushAtMost);
    }

    /** Returns the same limits with another wait at the end of the input. */
    public OutboxLimits withFlushAtMost(Duration wait) {
        return new OutboxLimits(maxOpenKeys, maxNotices, perMinute, staleAfter, again, restates, rings, backoff, wait);
    }
}

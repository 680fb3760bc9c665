package dev.breakwater.connectors.alarms;

import java.io.Serializable;
import java.time.Duration;

/**
 * The bounds of an outbox.
 *
 * @param maxPending    unsent events kept, at least 1
 * @param maxOpenKeys   keys remembered as raised and not yet resolved, at least 1
 * @param perMinute     attempts in any 60 s, at least 1; PagerDuty takes about 120 a minute and key
 * @param staleAfter    data time older than this at arrival is too old to wake anybody
 * @param raiseMaxAge   how long an unsent trigger or update is tried
 * @param resolveMaxAge how long an unsent resolve is tried
 * @param backoff       pauses after failures
 * @param flushAtMost   how long the end of the input waits for what is unsent
 */
public record OutboxLimits(
        int maxPending,
        int maxOpenKeys,
        int perMinute,
        Duration staleAfter,
        Duration raiseMaxAge,
        Duration resolveMaxAge,
        Backoff backoff,
        Duration flushAtMost)
        implements Serializable {

    /**
     * Pauses after failures, doubling from the first to the longest.
     *
     * @param first   pause after the first failure, above zero
     * @param longest longest pause; a receiver that asks for more gets this
     */
    public record Backoff(Duration first, Duration longest) implements Serializable {

        /** The pause in milliseconds after so many failures in a row; 0 for none. */
        public long afterMillis(int failures) {
            if (failures <= 0) {
                return 0;
            }
            int doublings = Math.min(failures - 1, 30);
            return Math.min(first.toMillis() << doublings, longest.toMillis());
        }
    }

    /** 2,000 events, 100 a minute, an hour for triggers, a day for resolves. */
    public static OutboxLimits defaults() {
        return new OutboxLimits(
                2_000,
                10_000,
                100,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(24),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                Duration.ofSeconds(30));
    }

    /** The same with another pace. */
    public OutboxLimits withPerMinute(int attempts) {
        return new OutboxLimits(
                maxPending, maxOpenKeys, attempts, staleAfter, raiseMaxAge, resolveMaxAge, backoff, flushAtMost);
    }

    /** The same with other pauses. */
    public OutboxLimits withBackoff(Duration first, Duration longest) {
        Backoff other = new Backoff(first, longest);
        return new OutboxLimits(
                maxPending, maxOpenKeys, perMinute, staleAfter, raiseMaxAge, resolveMaxAge, other, flushAtMost);
    }

    /** The same with another age by data time; a long one lets recorded data page. */
    public OutboxLimits withStaleAfter(Duration age) {
        return new OutboxLimits(
                maxPending, maxOpenKeys, perMinute, age, raiseMaxAge, resolveMaxAge, backoff, flushAtMost);
    }

    /** The same with another capacity. */
    public OutboxLimits withMaxPending(int events) {
        return new OutboxLimits(
                events, maxOpenKeys, perMinute, staleAfter, raiseMaxAge, resolveMaxAge, backoff, flushAtMost);
    }

    /** The same with another wait at the end of the input. */
    public OutboxLimits withFlushAtMost(Duration wait) {
        return new OutboxLimits(
                maxPending, maxOpenKeys, perMinute, staleAfter, raiseMaxAge, resolveMaxAge, backoff, wait);
    }
}

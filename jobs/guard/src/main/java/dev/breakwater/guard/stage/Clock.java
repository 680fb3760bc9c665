package dev.breakwater.guard.stage;

/** Arrival minutes and the instants, in epoch milliseconds, at which the watermark says that one is over. */
final class Clock {

    static final long MINUTE = 60_000;

    private Clock() {}

    static long minuteOf(long millis) {
        return Math.floorDiv(millis, MINUTE);
    }

    static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    /** The timer that fires when the feed has moved past an arrival minute. */
    static long endOf(long arrivalMinute) {
        return (arrivalMinute + 1) * MINUTE - 1;
    }

    /** Whether the input has ended: then timers that stand for waiting must not wait any longer. */
    static boolean ended(long watermark) {
        return watermark == Long.MAX_VALUE;
    }
}

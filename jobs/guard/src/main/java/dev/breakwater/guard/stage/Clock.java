package dev.breakwater.guard.stage;

/** Arrival minutes and the instants, in epoch milliseconds, at which the watermark says that one is over. */
final class Clock {

    static final long MINUTE = 60_000;
    /** A function unused for a month is forgotten, so that invented names do not stay for ever. */
    static final int FORGET_AFTER_DAYS = 31;

    private static final long DAY = 1440;

    private Clock() {}

    static long minuteOf(long millis) {
        return Math.floorDiv(millis, MINUTE);
    }

    static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    static long dayOf(long minute) {
        return Math.floorDiv(minute, DAY);
    }

    /** The timer at which a function is forgotten that was last heard of in the given minute. */
    static long forgetAt(long minute) {
        return (dayOf(minute) + FORGET_AFTER_DAYS) * DAY * MINUTE;
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

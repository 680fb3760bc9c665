package dev.breakwater.guard.stage;

import dev.breakwater.core.model.DataMinute;

/** Arrival minutes and the instants, in epoch milliseconds, at which the watermark ends each of them. */
final class Clock {

    /** A function unused for a month is forgotten, so that invented names do not stay for ever. */
    static final int FORGET_AFTER_DAYS = 31;

    private Clock() {}

    static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    /**
     * The timer at which a function is forgotten that was last seen in the given minute. Each function has its own
     * minute of the day, so that not all functions are read at midnight. A function has one such timer. If the function
     * is seen again, the timer is renewed when it fires.
     */
    static long forgetAt(long minute, String key) {
        long spread = Math.floorMod(key.hashCode(), DataMinute.DAY);
        return ((DataMinute.dayOf(minute) + FORGET_AFTER_DAYS) * DataMinute.DAY + spread) * DataMinute.MILLIS;
    }

    /** Whether it is such a timer. All others fire at the end of a minute. */
    static boolean isForget(long timestamp) {
        return timestamp % DataMinute.MILLIS == 0;
    }

    /** The timer that fires when the feed has moved past an arrival minute. */
    static long endOf(long arrivalMinute) {
        return DataMinute.endMillis(arrivalMinute) - 1;
    }

    /** Whether the input has ended, so that timers for waiting must not wait any longer. */
    static boolean ended(long watermark) {
        return watermark == Long.MAX_VALUE;
    }
}

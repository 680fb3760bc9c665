package dev.breakwater.guard.stage;

import dev.breakwater.core.model.DataMinute;

/** Arrival minutes and the instants, in epoch milliseconds, at which the watermark says that one is over. */
final class Clock {

    /** A function unused for a month is forgotten, so that invented names do not stay for ever. */
    static final int FORGET_AFTER_DAYS = 31;

    private Clock() {}

    static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    /** The timer at which a function is forgotten that was last heard of in the given minute. */
    static long forgetAt(long minute) {
        return (DataMinute.dayOf(minute) + FORGET_AFTER_DAYS) * DataMinute.DAY * DataMinute.MILLIS;
    }

    /** The timer that fires when the feed has moved past an arrival minute. */
    static long endOf(long arrivalMinute) {
        return DataMinute.endMillis(arrivalMinute) - 1;
    }

    /** Whether the input has ended: then timers that stand for waiting must not wait any longer. */
    static boolean ended(long watermark) {
        return watermark == Long.MAX_VALUE;
    }
}

package dev.breakwater.guard.stage;

import dev.breakwater.model.DataMinute;
import org.apache.flink.util.MathUtils;

/** Converts between arrival minutes and the watermark (epoch milliseconds) that ends them. */
final class Clock {

    /**
     * The number of days without use after which a function is forgotten. If no function were forgotten, invented names
     * would be kept for ever.
     */
    static final int FORGET_AFTER_DAYS = 31;

    private Clock() {}

    static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }

    /**
     * Returns the time of the timer that forgets a function last seen in the given minute. Each function has its own
     * minute of the day, so that not all functions are read at midnight. If the function was seen again when the timer
     * fires, the timer is set to a later time.
     */
    static long forgetAt(long minute, String key) {
        // names that differ only in a number have hash codes that leave some minutes empty
        long spread = MathUtils.murmurHash(key.hashCode()) % DataMinute.DAY;
        return ((DataMinute.dayOf(minute) + FORGET_AFTER_DAYS) * DataMinute.DAY + spread) * DataMinute.MILLIS;
    }

    /** Returns whether the timer forgets a function. All other timers fire at the end of a minute. */
    static boolean isForget(long timestamp) {
        return timestamp % DataMinute.MILLIS == 0;
    }

    /** Returns the time of the timer that fires when the feed has moved past an arrival minute. */
    static long endOf(long arrivalMinute) {
        return DataMinute.endMillis(arrivalMinute) - 1;
    }

    /** Returns whether the input has ended. At the end of the input, timers must not wait any longer. */
    static boolean ended(long watermark) {
        return watermark == Long.MAX_VALUE;
    }
}

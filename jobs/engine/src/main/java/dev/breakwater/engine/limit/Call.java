package dev.breakwater.engine.limit;

import dev.breakwater.model.Wire;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import org.jspecify.annotations.Nullable;

/**
 * The next call on a limit.
 *
 * @param limit  key of the limit, see {@link LimitState#key}
 * @param value  the value to set for SET and RESTORE; {@link LimitValue#NONE} removes the limit
 * @param tag    the value of the tag for TAG
 * @param intent whether the ledger must durably contain the intent before the call, as for a SET
 */
public record Call(
        Kind kind,
        String limit,
        String function,
        Lever lever,
        int value,
        @Nullable String tag,
        boolean intent) {
    /** The kinds of call. */
    public enum Kind {
        READ,
        TAG,
        SET,
        RESTORE,
        UNTAG;

        /** Whether the call changes the limit's value. */
        public boolean changesValue() {
            return this == SET || this == RESTORE;
        }
    }

    /**
     * The result of a call.
     *
     * @param reading the reading of an answered READ, otherwise null
     * @param words   AWS's error message if AWS refused the call, otherwise empty
     * @param began   epoch milliseconds at which the call was made
     * @param ended   epoch milliseconds of the answer or of the time-out
     */
    public record Answer(
            Call call, Result result, @Nullable LimitReading reading, String words, long began, long ended) {}

    /** How a call ended. */
    public enum Result implements Wire {
        DONE,
        /** AWS denied us permission for the call. */
        DENIED,
        /** AWS refused the value, for example because too little concurrency would stay unreserved. */
        REFUSED,
        /**
         * The call failed temporarily: too many calls, a conflict, an outage, or no answer. A failed call may still
         * have taken effect.
         */
        FAILED,
        /** The ledger could not be written, so no call was made. */
        NOT_WRITTEN,
        MISSING;

        /** Whether the call succeeded, or nothing was left to do. */
        public boolean worked() {
            return this == DONE || this == MISSING;
        }

        /** Whether the call fails until somebody changes something, such as a permission or a value. */
        public boolean isRefused() {
            return this == DENIED || this == REFUSED;
        }
    }
}

package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * A fault of a limit that people must check, or its end.
 *
 * @param over  whether the trouble is over
 * @param value the present value if it was read, {@code Limits.NONE} for no limit
 * @param found the value to restore
 * @param words why, in AWS's own words if it refused
 * @param at    epoch milliseconds
 */
public record LimitTrouble(
        Kind kind,
        boolean over,
        String account,
        String region,
        String function,
        Lever lever,
        int value,
        int found,
        String words,
        long at) {

    /** The kind of trouble. */
    public enum Kind {
        /** A release was not observed within ten minutes. */
        CANNOT_GIVE_BACK,
        /** The present value belongs to another instance, according to its tag. */
        TAKEN_OVER,
        /** An unknown limit has a tag of ours that cannot be read. */
        UNREADABLE_TAG,
        /** This instance was renamed. It throttles nothing until it adopts its old name. */
        RENAMED
    }
}

package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * A fault of a limit that people must check, or the end of such a fault.
 *
 * @param over  whether the fault has ended
 * @param value the value at AWS if it was read, {@code Limits.NONE} for no limit
 * @param found the value to restore
 * @param words the cause; AWS's error message if AWS refused a call
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

    /** The kinds of fault. */
    public enum Kind {
        /** A release was not observed within ten minutes. */
        CANNOT_GIVE_BACK,
        /** According to its tag, the limit belongs to another instance. */
        TAKEN_OVER,
        /** An unknown limit has a tag of Breakwater that cannot be parsed. */
        UNREADABLE_TAG,
        /** This instance was renamed. A renamed instance throttles nothing until the instance adopts its old name. */
        RENAMED
    }
}

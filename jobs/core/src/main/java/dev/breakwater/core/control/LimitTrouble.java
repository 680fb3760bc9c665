package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * A limit that people have to look into, or that it is over.
 *
 * @param over  whether it is over
 * @param value the present value as far as it was seen, {@code Limits.NONE} for none
 * @param found the value to restore
 * @param words why, in AWS's own words where it refused
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
        /** A return was not observed within ten minutes. */
        CANNOT_GIVE_BACK,
        /** Another instance's tag describes the present value. */
        TAKEN_OVER,
        /** A tag of ours cannot be read, on a limit that nobody knows. */
        UNREADABLE_TAG,
        /** This instance had another name before: it throttles nothing until it adopts that. */
        RENAMED
    }
}

package dev.breakwater.core.limit;

/**
 * An observation of a limit, for control.
 *
 * @param limit key of the limit
 * @param value the present value if it was read
 * @param words text for people about what happened, or AWS's error if it refused
 */
public record LimitEvent(Kind kind, String limit, int value, String words) {
    /** The kind of observation. */
    public enum Kind {
        /** The wanted limit was observed as set. */
        HELD,
        /** The limit will not be set. If a part of it is set, that part is undone. */
        COULD_NOT,
        /** A person or another tool changed the limit, so it is left alone. */
        YIELDED,
        /** A person released the limit at AWS. The limit is released, and its function is left alone. */
        RELEASED_BY_HAND,
        /** The value before ours is set again, or our limit has ended in another way. */
        GIVEN_BACK,
        /** The function or mapping no longer exists. */
        GONE,
        /** No value of ours is left, and all values were read again, so a new lease may begin. */
        FREE,
        /** A release was not observed in time. This must page. */
        CANNOT_GIVE_BACK,
        /**
         * The value belongs to another instance, according to its tag. This must page, and the loop waits for the end
         * of that lease.
         */
        TAKEN_OVER,
        /** The value of a lease that had ended is in force again. */
        CAME_BACK
    }
}

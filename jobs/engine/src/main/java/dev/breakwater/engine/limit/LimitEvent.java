package dev.breakwater.engine.limit;

/**
 * An observation of a limit, which control processes.
 *
 * @param limit key of the limit
 * @param value the value at AWS if it was read
 * @param words text for people about what happened, or AWS's error message if AWS refused the call
 */
public record LimitEvent(Kind kind, String limit, int value, String words) {
    /** The kinds of observation. */
    public enum Kind {
        /** The wanted limit was observed as set. */
        HELD,
        /** The limit will not be set. If a part of the limit was already set, that part is being undone. */
        COULD_NOT,
        /** A person or another tool changed the limit. Breakwater leaves it alone. */
        YIELDED,
        /** A person released the limit at AWS. Breakwater releases the limit and then leaves the function alone. */
        RELEASED_BY_HAND,
        /** The limit's earlier value is set again, or our limit has ended in another way. */
        GIVEN_BACK,
        /** The lease is over, and its limit was never set. */
        NOT_SET,
        /** The function or mapping no longer exists. */
        GONE,
        /** The limit no longer has a value from this instance, and everything was read again. A new lease may begin. */
        FREE,
        /** A release was not observed in time, which sends a page. */
        CANNOT_GIVE_BACK,
        /**
         * According to its tag, the value belongs to another instance. The event sends a page, and the loop waits for
         * the end of that instance's lease.
         */
        TAKEN_OVER,
        /** The value of an ended lease is in force again. */
        CAME_BACK
    }
}

package dev.breakwater.core.limit;

/**
 * An observation of a limit, for control.
 *
 * @param limit key of the limit
 * @param value the present value if it was read
 * @param words what happened, as text for people, or AWS's error if it refused
 */
public record LimitEvent(Kind kind, String limit, int value, String words) {
    /** The kind of observation. */
    public enum Kind {
        /** The wanted limit was observed as set. */
        HELD,
        /** The limit will not be set. If a part of it is set, that is undone. */
        COULD_NOT,
        /** A person or another tool changed it, so it is left alone. */
        YIELDED,
        /** A person released it at AWS. It is given back, and its function is left alone. */
        RELEASED_BY_HAND,
        /** The value before ours is set again, or our part has ended in another way. */
        GIVEN_BACK,
        /** The function or mapping no longer exists. */
        GONE,
        /** No value of ours is left, and everything was read again, so a new lease may begin. */
        FREE,
        /** A return was not observed in time, which must page. */
        CANNOT_GIVE_BACK,
        /** Another instance's tag describes the value. This must page, and the loop waits for that lease's end. */
        TAKEN_OVER,
        /** A value of an ended lease is set again. */
        CAME_BACK
    }
}

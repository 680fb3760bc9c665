package dev.breakwater.core.limit;

/**
 * Something that was observed of a limit, for control to follow.
 *
 * @param limit key of the limit
 * @param value the present value, as far as it was seen
 * @param words for people: what happened, in AWS's own words if it refused
 */
public record LimitEvent(Kind kind, String limit, int value, String words) {
    /** The kind of observation. */
    public enum Kind {
        /** The limit that is wanted was observed set. */
        HELD,
        /** It will not be set; any part of it that is set is given back. */
        COULD_NOT,
        /** A person or another tool changed it: hands off. */
        YIELDED,
        /** A person released it at AWS: it is given back, and its function left alone. */
        RELEASED_BY_HAND,
        /** The value found before stands again, or our part has ended in another way. */
        GIVEN_BACK,
        /** The function or mapping does not exist any more. */
        GONE,
        /** No value of ours is left and everything was read again, so a new lease may begin. */
        FREE,
        /** A return was not observed in time: page. */
        CANNOT_GIVE_BACK,
        /** Another instance's tag describes the value: page, and wait for its end. */
        TAKEN_OVER,
        /** A value of an ended lease is set again. */
        CAME_BACK
    }
}

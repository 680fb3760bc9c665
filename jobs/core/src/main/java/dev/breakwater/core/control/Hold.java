package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * The state of a function's limit, for people: observed, or only requested and named as such.
 *
 * @param limit    the limit, or -1
 * @param previous the value before our first, or -1 for none
 * @param until    end of the lease at the latest, epoch milliseconds, or -1
 * @param readAt   when the reading began that shows it, epoch milliseconds; 0 if nothing is ever read, {@link #UNREAD}
 *                 if nothing was since the start
 */
public record Hold(Stage stage, int limit, int previous, long until, Lever lever, long readAt) {
    /** The limit has not been read since the start, so this is its earlier state. */
    public static final long UNREAD = -1;

    /** A limit that nobody has read. */
    public Hold(Stage stage, int limit, int previous, long until, Lever lever) {
        this(stage, limit, previous, until, lever, 0);
    }

    /** From requested to given back. */
    public enum Stage {
        NONE,
        /** Asked for, not observed yet. */
        ASKED,
        /** Observed set. */
        HELD,
        /** Must be given back, not observed yet. */
        RELEASING,
        /** The newest reading shows a different limit from ours; a second reading must confirm it. */
        TO_CONFIRM,
        /** A person is asked. */
        PROPOSED,
        /** A person has agreed; not asked for yet. */
        APPROVED
    }

    public static final Hold NONE = new Hold(Stage.NONE, -1, -1, -1, Lever.RESERVATION);

    /** Whether anything of ours may be on the function. */
    public boolean present() {
        return stage != Stage.NONE;
    }
}

package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;

/**
 * The state of a function's limit for people. A limit that is only requested has its own state.
 *
 * @param limit    the limit, or -1
 * @param previous the value before our first, or -1 for none
 * @param until    latest end of the lease, epoch milliseconds, or -1
 * @param readAt   when the reading with this state began, epoch milliseconds; 0 if nothing is ever read, {@link
 *     #UNREAD} if nothing was read since the start
 */
public record Hold(Stage stage, int limit, int previous, long until, Lever lever, long readAt) {
    /** The limit has not been read since the start, so this is its earlier state. */
    public static final long UNREAD = -1;

    /** A limit that was never read. */
    public Hold(Stage stage, int limit, int previous, long until, Lever lever) {
        this(stage, limit, previous, until, lever, 0);
    }

    /** The states of a limit, from its request to its release. */
    public enum Stage {
        NONE,
        /** Asked for, not observed yet. */
        ASKED,
        /** Observed set. */
        HELD,
        /** Its release was requested but is not observed yet. */
        RELEASING,
        /** The newest reading shows a different limit from ours; a second reading must confirm it. */
        TO_CONFIRM,
        /** A person is asked. */
        PROPOSED,
        /** A person has approved it, but it is not requested yet. */
        APPROVED
    }

    public static final Hold NONE = new Hold(Stage.NONE, -1, -1, -1, Lever.RESERVATION);

    /** Whether a limit of ours may be on the function. */
    public boolean present() {
        return stage != Stage.NONE;
    }
}

package dev.breakwater.engine.control;

import dev.breakwater.model.Wire;
import dev.breakwater.model.function.Lever;

/**
 * The state of a function's limit, as people see it. A limit that was requested but not observed has a state of its
 * own.
 *
 * @param limit    the limit, or -1
 * @param previous the value before our first limit, or -1 for none
 * @param until    latest end of the lease, epoch milliseconds, or -1
 * @param readAt   when the limit was read, epoch milliseconds; 0 for a limit that is never read, {@link #UNREAD} if the
 *     limit was not read since the start
 */
public record Hold(Stage stage, int limit, int previous, long until, Lever lever, long readAt) {
    /** The limit has not been read since the start, so the state is from an earlier run. */
    public static final long UNREAD = -1;

    /** A limit that was never read. */
    public Hold(Stage stage, int limit, int previous, long until, Lever lever) {
        this(stage, limit, previous, until, lever, 0);
    }

    /** The states of a limit, from its request to its release. */
    public enum Stage implements Wire {
        NONE,
        /** The limit was requested but not observed yet. */
        ASKED,
        /** The limit was observed at AWS. */
        HELD,
        /** The release of the limit was requested but is not observed yet. */
        RELEASING,
        /** The newest reading shows a different limit. A second reading must confirm the different limit. */
        TO_CONFIRM,
        /** The limit waits for a person's approval. */
        PROPOSED,
        /** A person has approved the limit, but it was not requested yet. */
        APPROVED
    }

    public static final Hold NONE = new Hold(Stage.NONE, -1, -1, -1, Lever.RESERVATION);

    /** Whether there is a limit that this instance set, requested or proposed. */
    public boolean present() {
        return stage != Stage.NONE;
    }

    /** Whether the function may have a limit that this instance set. A proposed limit is not set. */
    public boolean onFunction() {
        return present() && stage != Stage.PROPOSED && stage != Stage.APPROVED;
    }
}

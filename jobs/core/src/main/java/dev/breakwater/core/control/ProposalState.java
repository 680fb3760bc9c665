package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/** A throttle that waits for a person's approval, or whose approval never came. Stored. Times are epoch milliseconds. */
public class ProposalState {
    /** The time until which it can be approved, or until which its approval is valid. */
    public long until;

    public boolean approved;

    /** The reason why it is not set without approval. */
    public String reason = "";

    /**
     * The time after which it is proposed again, because nobody answered in time or the approved throttle could not be
     * set; or 0.
     */
    public long againAt;

    /** The limit that would be set now. */
    public int limit = -1;

    public int previous = -1;
    public LeverKind leverKind = LeverKind.RESERVATION;
    public String mapping = "";

    public ProposalState() {}

    public boolean isOver() {
        return againAt != 0;
    }

    public Hold hold() {
        if (isOver()) return Hold.NONE;
        return new Hold(
                approved ? Hold.Stage.APPROVED : Hold.Stage.PROPOSED,
                limit,
                previous,
                until,
                new Lever(leverKind, mapping));
    }
}

package dev.breakwater.core.control.state;

import dev.breakwater.core.control.Hold;
import dev.breakwater.core.policy.Lever;

/**
 * A throttle that waits for a person's approval, or that nobody approved in time. Flink stores this class. Times are
 * epoch milliseconds.
 */
public class ProposalState {
    /**
     * The time until which people can approve the proposal. After an approval, the time until which the throttle can be
     * set.
     */
    public long until;

    public boolean approved;

    /** The reason why the throttle needs approval. */
    public String reason = "";

    /** The time of the next proposal, after nobody answered or after the throttle could not be set. Otherwise 0. */
    public long againAt;

    /** The limit that an approval would set now. */
    public int limit = -1;

    public int previous = -1;
    public Lever lever = Lever.RESERVATION;

    public ProposalState() {}

    public boolean isOver() {
        return againAt != 0;
    }

    public Hold hold() {
        if (isOver()) return Hold.NONE;
        return new Hold(approved ? Hold.Stage.APPROVED : Hold.Stage.PROPOSED, limit, previous, until, lever);
    }
}

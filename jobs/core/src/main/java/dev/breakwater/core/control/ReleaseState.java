package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/** A release of the last hour: stated again until the hour is over. Stored. */
public class ReleaseState {
    public String function = "";
    public String incident = "";
    public String intent = "";
    public String reason = "";
    /** The last limit that we wished for, and what was found before it (-1: none). */
    public int limit;

    public int previous = -1;
    public long until;
    /** Epoch milliseconds of the safety clock. */
    public long releasedAt;

    public long statedAt;

    /** Which limit is held: an old state knows reservations only. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    public ReleaseState() {}

    Lever lever() {
        return new Lever(leverKind, mapping);
    }

    /** Names the limit among those of the account. */
    static String limitKey(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }
}

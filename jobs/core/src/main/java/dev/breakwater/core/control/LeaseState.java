package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/** The wanted value of a limit, and until when. Stored. Times are epoch milliseconds of the safety clock. */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public String policy = "";
    /** The limit of the hold; changes only when a budget takes over a surge's limit. */
    public int limit;
    /** The limit wanted now, and the one before the last change. */
    public int current;

    public int before;
    /** The limit found, as far as it is known, or -1. */
    public int previous = -1;

    public LeasePhase phase = LeasePhase.HELD;
    public long since;
    public long changedAt;
    public long holdUntil;
    public long maxUntil;
    public long evidenceAt;
    /** When it was last lowered again after a step up, or -1. */
    public long loweredAt = -1;
    /** Wire name of the reason for the wanted limit. */
    public String reason = "";

    /** When it was first observed set, or 0. */
    public long heldAt;

    /** The first surging minutes of data since then: their number, the newest, and their total in nano-USD. */
    public int cureMinutes;

    public long cureNewest = -1;
    /** The cost that they would have had without the limit, and the part of it that was averted. */
    public long cureWouldNano;

    public long cureAvertedNano;

    /**
     * The incident's averted cost (nano-USD) and refused calls (thousandths of good calls) when it was last judged
     * worth it.
     */
    public long judgedAverted;

    public long judgedRefused;

    /** The kind of limit. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";
    /** The last request: throttle, lower or raise. */
    public String asking = "";
    /** Whether a person approved it; mode approve requires that. */
    public boolean approved;
    /** Whether a run found the limit without a record of it, so that its effect is unknown. */
    public boolean adopted;

    public LeaseState() {}

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }
}

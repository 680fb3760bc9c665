package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/** The wanted value of a limit, and its end. Stored. Times are epoch milliseconds of the safety clock. */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public String policy = "";
    /** The limit while the throttle is held. It changes only if a budget takes over a surge's limit. */
    public int limit;
    /** The limit that is wanted now, and the limit that was wanted before. */
    public int current;

    public int before;
    /** The limit before ours, if known, or -1. */
    public int previous = -1;

    public LeasePhase phase = LeasePhase.HELD;
    public long since;
    public long changedAt;
    public long holdUntil;
    public long maxUntil;
    public long evidenceAt;
    /** When the limit was last lowered after a step up, or -1. */
    public long loweredAt = -1;
    /** Wire name of the reason for the wanted limit. */
    public String reason = "";

    /** When it was first observed set, or 0. */
    public long heldAt;

    /** The surge's first data minutes since then: their number, the newest of them, and their cost in nano-USD. */
    public int cureMinutes;

    public long cureNewest = -1;
    /** The cost that those minutes would have had without the limit. The limit averted the second amount. */
    public long cureWouldNano;

    public long cureAvertedNano;

    /**
     * The incident's averted cost (nano-USD) and refused good calls (thousandths) when the throttle was last judged to
     * be worth it.
     */
    public long judgedAverted;

    public long judgedRefused;

    /** The kind of limit. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";
    /** The last request: throttle, lower or raise. */
    public String asking = "";
    /** Whether a person approved it, which mode approve requires. */
    public boolean approved;
    /** Whether a run found the limit without any record of it. Its effect is then unknown. */
    public boolean adopted;

    public LeaseState() {}

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }
}

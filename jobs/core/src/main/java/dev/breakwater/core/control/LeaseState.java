package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/**
 * The value that control wants for a limit, and its end. Flink stores this class. Times are epoch milliseconds of the
 * safety clock.
 */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public String policy = "";
    /** The limit while the throttle is held. This limit changes only if a budget takes over the limit of a surge. */
    public int limit;
    /** The limit that control wants now, and the limit that it wanted before. */
    public int current;

    public int before;
    /** The limit before Breakwater's limit, or -1 if unknown. */
    public int previous = -1;

    public LeasePhase phase = LeasePhase.HELD;
    public long since;
    public long changedAt;
    public long holdUntil;
    public long maxUntil;
    public long evidenceAt;
    /** When the limit was last lowered after a release step had raised it, or -1. */
    public long loweredAt = -1;
    /** Wire name of the reason for the present limit. */
    public String reason = "";

    /** When the limit was first observed at AWS, or 0. */
    public long heldAt;

    /**
     * The surge's first data minutes under the limit: how many there were, the newest one, and their cost in nano-USD.
     */
    public int cureMinutes;

    public long cureNewest = -1;
    /** The cost that those minutes would have had without the limit, and the cost that the limit averted. */
    public long cureWouldNano;

    public long cureAvertedNano;

    /**
     * The incident's averted cost (nano-USD) and refused good calls (thousandths of a call) when the worth of the
     * throttle was last checked.
     */
    public long judgedAverted;

    public long judgedRefused;

    /** The kind of limit. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";
    /** The type of the last request to AWS: throttle, lower or raise. */
    public String asking = "";
    /** Whether a person approved the limit, as mode approve requires. */
    public boolean approved;
    /**
     * Whether this run found the limit at AWS but had no record of the limit. The effect of a found limit is unknown.
     */
    public boolean adopted;
    /** When the end of the released limit was observed, or 0. */
    public long overAt;

    public LeaseState() {}

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }
}

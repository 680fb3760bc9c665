package dev.breakwater.core.control;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;

/** A limit that we ask for or hold, with an end. Stored. Times are epoch milliseconds of the safety clock. */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public String policy = "";
    /** The limit of the hold; changes only when a budget takes over what a surge set. */
    public int limit;
    /** The limit wished for now, and the one before the last change. */
    public int current;

    public int before;
    /** The limit found, or -1. */
    public int previous = -1;

    public LeasePhase phase = LeasePhase.HELD;
    public long since;
    public long changedAt;
    public long holdUntil;
    public long maxUntil;
    public long evidenceAt;
    /** When it was last lowered again after a step up, or -1. */
    public long loweredAt = -1;
    /** Intent and reason of the standing wish, and when it was stated last. */
    public String intent = "";

    public String reason = "";
    public long statedAt;
    /** Cost (nano-USD) and demand of the minute that led to it, and the least seen under it; -1 while none was seen. */
    public long costBefore;

    public double demandBefore;
    public long leastCost = -1;
    public double leastDemand = -1;

    /** Which limit is held: an old state knows reservations only. */
    public LeverKind leverKind = LeverKind.RESERVATION;

    public String mapping = "";

    /** When our limit was last observed set, or -1 before it ever was; 0 in what was stored by an earlier version. */
    public long seenAt = -1;

    /** Whether {@link #current} was observed set: else it is asked for. */
    public boolean held;

    /** What was asked for last: throttle, lower or raise. */
    public String asking = "";

    /** When the standing intent was named, epoch milliseconds. */
    public long intentAt;

    /** When {@link #current} was asked for; 0 in what was stored by an earlier version. */
    public long askedAt;

    /** Why it could not be set so far, in AWS's words; empty or null where nothing was heard. */
    public String trouble = "";

    /** Whether a person agreed to it, without which it may not stand in mode approve. */
    public boolean approved;

    public LeaseState() {}

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }
}

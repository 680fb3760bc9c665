package dev.breakwater.core.control.state;

import dev.breakwater.core.policy.Lever;

/** The value that control wants for a limit, and its end. Flink stores this class. */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public String policy = "";
    public Lever lever = Lever.RESERVATION;
    /** The limit while the throttle is held. This limit changes only if a budget takes over the limit of a surge. */
    public int limit;
    /** The limit that control wants now, and the limit that it wanted before. */
    public int current;

    public int before;
    /** The limit before Breakwater's limit, or -1 if unknown. */
    public int previous = -1;

    public LeasePhase phase = LeasePhase.HELD;
    public LeaseTimes times = new LeaseTimes();
    public LeaseEffect effect = new LeaseEffect();
    /** The type of the last request to AWS (throttle, lower or raise), and the wire name of its reason. */
    public String asking = "";

    public String reason = "";
    /** Whether a person approved the limit, as mode approve requires. */
    public boolean approved;
    /**
     * Whether this run found the limit at AWS but had no record of the limit. The effect of a found limit is unknown.
     */
    public boolean adopted;

    public LeaseState() {}
}

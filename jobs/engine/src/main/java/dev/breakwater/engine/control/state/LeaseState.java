package dev.breakwater.engine.control.state;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.model.function.Lever;
import java.util.HashMap;
import java.util.Map;

/** The value that control wants for a limit, and its end. Flink stores this class. */
public class LeaseState {
    public String function = "";
    public String incident = "";
    public Lever lever = Lever.RESERVATION;
    /** The limit while the throttle is held. This limit changes only if a budget takes over the limit of a surge. */
    public int limit;
    /** The limit that control wants now, and the limit that it wanted before. */
    public int current;

    public int before;
    /** The limit before Breakwater's limit, or -1 if unknown. */
    public int previous = -1;

    public Phase phase = Phase.HELD;
    public Times times = new Times();
    public Effect effect = new Effect();
    /** The type of the last request to AWS (throttle, lower or raise), and the wire name of its reason. */
    public String asking = "";

    public String reason = "";
    /** Whether a person approved the limit, as mode approve requires. */
    public boolean approved;
    /**
     * Whether this run found the limit at AWS but had no record of the limit. The effect of a found limit is unknown.
     */
    public boolean adopted;

    /** How many instances of the function a limit of this kind lets run at once. */
    public int instances(int someLimit) {
        return lever.kind().instances(someLimit);
    }

    /** The present limit, as decisions tell it. */
    public Decision.Limits limits() {
        return new Decision.Limits(current, previous, times.maxUntil, lever);
    }

    /** Whether the limit takes its concurrency from the unreserved pool. */
    public boolean takesFromPool() {
        return lever.kind().refuses() && previous < 0;
    }

    /**
     * The effect of a throttle so far. Costs are nano-USD. The effect is checked over the surge's first data minutes
     * under the limit, and again at each prolongation. Flink stores this class.
     */
    public static class Effect {
        /** The cost that the limit averted in each of the surge's first data minutes under it, by minute. */
        public Map<Long, Long> cureAverted = new HashMap<>();

        /** The cost of these minutes. */
        public long cureCostNano;
        /** The calls that AWS refused in the newest minute before the lease. */
        public long refusedBefore;
        /** The incident's averted cost and refused good calls (thousandths of a call) at the last prolongation. */
        public long judgedAverted;

        public long judgedRefused;
    }

    /**
     * When a lease began, changes and ends. Flink stores this class. Times are epoch milliseconds of the safety clock.
     */
    public static class Times {
        public long since;
        /** When the wanted limit last changed. */
        public long changedAt;
        /** When the limit was first observed at AWS, or 0. */
        public long heldAt;
        /** When there was last evidence for the throttle. */
        public long evidenceAt;
        /** When the limit was last lowered after a release step had raised it, or -1. */
        public long loweredAt = -1;
        /** The end of the present hold, and the end of the lease. */
        public long holdUntil;

        public long maxUntil;

        /** When the end of the released limit was observed, or 0. */
        public long overAt;
    }

    /**
     * The phase of a lease. A lease first holds its limit, and is then released in steps of twice and four times the
     * limit.
     */
    public enum Phase {
        HELD,
        TWICE,
        FOUR_TIMES
    }
}

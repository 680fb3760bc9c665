package dev.breakwater.core.policy;

import java.time.Duration;
import java.util.List;

/**
 * A policy's rule for throttles.
 *
 * @param minNanoPerHour excess of the trailing 60 minutes above which a throttle is wanted, nano-USD
 * @param floor          the least limit, at least 1
 * @param headroom       limit = headroom x the baseline's peak concurrency, at least 1
 * @param hold           the least time for which a throttle is held
 * @param maxHold        the longest time for which a throttle may be held
 * @param cooldown       how long a released function is left alone
 * @param lever          which levers may be used
 * @param beforeFirstWeek whether it throttles before seven days of the function are known; otherwise, it proposes
 * @param worth          the least worth of a throttle; below it, it proposes
 */
public record ThrottleRule(
        long minNanoPerHour,
        int floor,
        double headroom,
        Duration hold,
        Duration maxHold,
        Duration cooldown,
        LeverRule lever,
        boolean beforeFirstWeek,
        Worth worth)
        implements java.io.Serializable {

    /** Creates a rule that ignores what a throttle is worth. */
    public ThrottleRule(
            long minNanoPerHour,
            int floor,
            double headroom,
            Duration hold,
            Duration maxHold,
            Duration cooldown,
            LeverRule lever,
            boolean beforeFirstWeek) {
        this(minNanoPerHour, floor, headroom, hold, maxHold, cooldown, lever, beforeFirstWeek, Worth.ANY);
    }

    /**
     * The same rule with the lever that fits the function. Until the function's first week is known, the rule only
     * proposes.
     */
    public ThrottleRule(
            long minNanoPerHour, int floor, double headroom, Duration hold, Duration maxHold, Duration cooldown) {
        this(minNanoPerHour, floor, headroom, hold, maxHold, cooldown, LeverRule.AUTO, false);
    }

    /** The same rule with other levers. */
    public ThrottleRule by(LeverRule levers) {
        return new ThrottleRule(
                minNanoPerHour, floor, headroom, hold, maxHold, cooldown, levers, beforeFirstWeek, worth);
    }

    /** The same rule with another worth. */
    public ThrottleRule worth(Worth asked) {
        return new ThrottleRule(
                minNanoPerHour, floor, headroom, hold, maxHold, cooldown, lever, beforeFirstWeek, asked);
    }

    /**
     * The limit to set if the unreserved pool has this much room. It is lowered to fit if the usual peak still fits.
     * Otherwise, it is unchanged and will be refused.
     *
     * @param limit the wanted limit
     * @param room  the most that may be taken from the unreserved pool
     */
    public int within(long room, int limit, double peakConcurrency) {
        int least = Math.max(Math.max(1, floor), (int) Math.ceil(peakConcurrency));
        return room >= limit || room < least ? limit : (int) room;
    }

    /**
     * The lever for a function. A limit on a queue lets messages wait, but a reservation would refuse them repeatedly
     * until they count as failed. The queue's limit is used only if a single mapping feeds the function. The metrics
     * show later whether the lever has an effect.
     *
     * @param triggers the polled sources of the function
     */
    public Lever lever(List<Trigger> triggers) {
        if (lever == LeverRule.RESERVATION || triggers.size() != 1) return Lever.RESERVATION;
        Trigger only = triggers.get(0);
        if (!only.enabled() || only.lever() == null) return Lever.RESERVATION;
        boolean may = !only.lever().pauses() || lever == LeverRule.PAUSE;
        return may ? new Lever(only.lever(), only.mapping()) : Lever.RESERVATION;
    }

    /** The levers that a policy allows. */
    public enum LeverRule {
        /** The queue's limit if a single queue feeds the function, otherwise reserved concurrency. */
        AUTO,
        /** Always reserved concurrency. */
        RESERVATION,
        /**
         * Like {@link #AUTO}, but a stream that is the only source of the function is paused, which stops the function.
         */
        PAUSE
    }
}

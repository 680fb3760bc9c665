package dev.breakwater.engine.policy;

import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A policy's rule for throttles.
 *
 * @param minNanoPerHour a throttle is wanted if the cost above the expectation in the trailing 60 minutes exceeds this,
 *     nano-USD
 * @param floor          the lowest limit to set, at least 1
 * @param headroom       factor, at least 1; the limit is headroom x the baseline's peak concurrency
 * @param hold           the shortest time for which a throttle is held
 * @param maxHold        the longest time for which a throttle may be held
 * @param cooldown       how long after a release a function is not throttled again
 * @param lever          the kinds of limit that may be used
 * @param beforeFirstWeek whether a function is throttled before seven days of its traffic are known; otherwise, the
 *     throttle is proposed
 * @param worth          the least worth of a throttle; a throttle with less worth is proposed
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

    /** The same rule with other kinds of limit. */
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
     * The limit to set. The value is 0 for a pause.
     *
     * @param peakConcurrency the baseline's peak; counts as 0 unless it is a positive finite number
     * @param previous        the present limit, or -1 for none
     */
    public int limit(LeverKind kind, double peakConcurrency, int previous) {
        if (kind.pauses()) return 0;
        int wish = wish(kind, peakConcurrency);
        return previous < 0 ? wish : Math.min(previous, wish);
    }

    /**
     * The limit that the rule asks for, without considering the present limit. For a pause, the limit is computed as if
     * it could have values between all and nothing.
     */
    public int wish(LeverKind kind, double peakConcurrency) {
        double peak = peakConcurrency > 0 && Double.isFinite(peakConcurrency) ? peakConcurrency : 0;
        // the cast saturates, so a huge peak stays a positive limit
        return kind.limit(Math.max(Math.max(1, floor), (int) Math.ceil(headroom * peak)));
    }

    /**
     * The limit to set if the unreserved pool has this much room. The limit is lowered to fit, but not below the usual
     * peak. If the limit cannot fit, the result is the limit itself, which AWS will refuse.
     *
     * @param limit the wanted limit
     * @param room  the most that may be taken from the unreserved pool
     */
    public int within(long room, int limit, double peakConcurrency) {
        int least = Math.max(Math.max(1, floor), (int) Math.ceil(peakConcurrency));
        return room >= limit || room < least ? limit : (int) room;
    }

    /**
     * Chooses the kind of limit for a function. If the queue has a limit, messages wait in the queue. With a
     * reservation, Lambda would refuse the messages repeatedly until they count as failed. The queue's limit is used
     * only if a single mapping feeds the function. Metrics show later whether the limit has an effect.
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

    /** The kinds of limit that a policy allows. */
    public enum LeverRule {
        /** The queue's limit if a single queue feeds the function, otherwise reserved concurrency. */
        AUTO,
        /** Always reserved concurrency. */
        RESERVATION,
        /**
         * Like {@link #AUTO}, but if a stream is the function's only source, the stream is paused, which stops the
         * function.
         */
        PAUSE
    }

    /**
     * How much cost a throttle must avert to be set without approval, because a limit also refuses good calls.
     *
     * @param usdPerThousandGood least USD averted per 1,000 good calls that the limit refuses; 0 for no minimum
     * @param alwaysAboveNano    a limit is always set if the cost above normal is at least this, nano-USD an hour
     */
    public record Worth(double usdPerThousandGood, long alwaysAboveNano) implements Serializable {

        /** No worth is required. */
        public static final Worth ANY = new Worth(0, Long.MAX_VALUE);

        private static final double THOUSAND = 1_000;

        /** Whether averting this amount, in nano-USD, is worth refusing this many good calls. */
        public boolean pays(double avertedNano, double good) {
            return NanoUsd.usd(avertedNano) >= usdPerThousandGood * good / THOUSAND;
        }
    }
}

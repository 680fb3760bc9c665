package dev.breakwater.core.control.decide;

import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.ThrottleRule;

/** How low a throttle goes: never above what is set, never below the floor unless less is set already. */
final class LimitRule {

    /** What AWS takes as MaximumConcurrency of a queue. */
    static final int QUEUE_LEAST = 2;

    static final int QUEUE_MOST = 1_000;

    private LimitRule() {}

    /**
     * min(previous, max(floor, ceil(headroom x peak))); of a stream 0, which is paused.
     *
     * @param peakConcurrency the baseline's peak; anything but a positive finite number counts as 0
     * @param previous        limit set now, or -1 for none
     */
    static int limit(LeverKind lever, ThrottleRule rule, double peakConcurrency, int previous) {
        if (lever == LeverKind.STREAM) return 0;
        int wish = wish(lever, rule, peakConcurrency);
        return previous < 0 ? wish : Math.min(previous, wish);
    }

    /**
     * The same where only so much more may be reserved: lower, so far as the usual peak still fits, else unchanged and so
     * refused.
     *
     * @param limit as wished for
     * @param room  what may be taken from the unreserved pool
     */
    static int within(long room, int limit, ThrottleRule rule, double peakConcurrency) {
        int least = Math.max(Math.max(1, rule.floor()), (int) Math.ceil(peakConcurrency));
        return room >= limit || room < least ? limit : (int) room;
    }

    /** The same where nothing is set. */
    static int wish(LeverKind lever, ThrottleRule rule, double peakConcurrency) {
        double peak = peakConcurrency > 0 && Double.isFinite(peakConcurrency) ? peakConcurrency : 0;
        int least = lever == LeverKind.QUEUE ? QUEUE_LEAST : 1;
        // the cast saturates, so a huge peak stays a positive limit
        return Math.max(Math.max(least, rule.floor()), (int) Math.ceil(rule.headroom() * peak));
    }
}

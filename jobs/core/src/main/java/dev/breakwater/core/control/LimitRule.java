package dev.breakwater.core.control;

import dev.breakwater.core.policy.ThrottleRule;

/** How low a throttle goes: never above what is set, never below the floor unless less is set already. */
final class LimitRule {

    private LimitRule() {}

    /**
     * min(previous, max(floor, ceil(headroom x peak))).
     *
     * @param peakConcurrency the baseline's peak; anything but a positive finite number counts as 0
     * @param previous        reserved concurrency set now, or -1 for none
     */
    static int limit(ThrottleRule rule, double peakConcurrency, int previous) {
        double peak = peakConcurrency > 0 && Double.isFinite(peakConcurrency) ? peakConcurrency : 0;
        // the cast saturates, so a huge peak stays a positive limit
        int wish = Math.max(Math.max(1, rule.floor()), (int) Math.ceil(rule.headroom() * peak));
        return previous < 0 ? wish : Math.min(previous, wish);
    }
}

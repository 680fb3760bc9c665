package dev.breakwater.core.control.decide;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.ThrottleRule.LeverRule;
import dev.breakwater.core.policy.Trigger;
import java.util.List;

/**
 * Which lever a throttle is by. Where a queue feeds the function, holding the queue lets messages wait, while a
 * reservation would refuse them again and again until they count as failed. It is taken only where one mapping alone
 * feeds the function, and where it can bind; whatever else calls the function shows later, see {@link LeverBypass}.
 */
final class LeverChoice {

    private LeverChoice() {}

    /** @param peakConcurrency the baseline's peak */
    static Lever of(Step step, String function, ThrottleRule rule, double peakConcurrency) {
        List<Trigger> triggers = step.terms.fleet().triggers(function).all();
        if (rule.lever() == LeverRule.RESERVATION || triggers.size() != 1) return Lever.RESERVATION;
        Trigger only = triggers.get(0);
        if (!only.enabled() || only.lever() == null) return Lever.RESERVATION;
        Lever lever = new Lever(only.lever(), only.mapping());
        int wish = LimitRule.wish(lever.kind(), rule, peakConcurrency);
        boolean fits = switch (lever.kind()) {
            case RESERVATION -> false;
            case QUEUE -> binds(wish, Headroom.found(step, function, lever));
            case STREAM -> rule.lever() == LeverRule.PAUSE;
        };
        return fits ? lever : Lever.RESERVATION;
    }

    /** A queue that is held as tight already does not feed the surge. */
    private static boolean binds(int wish, int previous) {
        return wish <= LimitRule.QUEUE_MOST && (previous < 0 || wish < previous);
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.model.Severity;

/**
 * How often an account and region may ring: at most ten keys an hour, then one alert for all until two hours have
 * passed without a new critical one, and at most 25 a night. The last five of a night are spread over it, so that
 * nobody can use them up and then attack unnoticed.
 */
final class Rings {
    static final int MOST_PER_HOUR = 10;
    static final int MOST_A_NIGHT = 25;
    static final long NIGHT = 12 * Step.HOUR;

    /** Beyond this number in a night, rings come two hours apart. */
    static final int FREELY = 20;

    private static final long SPREAD = 2 * Step.HOUR;
    private static final long TOGETHER = 2 * Step.HOUR;

    private final Step step;

    Rings(Step step) {
        this.step = step;
    }

    /** Whether new pages are reported in the fleet page alone. */
    boolean together() {
        return step.now < step.state.fleetModeUntil;
    }

    /** An hour, or a night, has had its alerts. */
    void goTogether(Severity severity) {
        boolean begins = !together();
        if (begins || severity == Severity.CRITICAL) step.state.fleetModeUntil = step.now + TOGETHER;
    }

    /** Whether an alert may ring by a key of its own. */
    boolean mayRing() {
        long since = step.now - Step.HOUR;
        long inHour = step.state.rangAt.stream().filter(at -> at > since).count();
        return !together() && inHour < MOST_PER_HOUR && nightAllows();
    }

    /** Whether the night allows another. */
    boolean nightAllows() {
        int rung = step.state.rangAt.size();
        return rung < FREELY || nightAllowsOne() && step.now >= step.state.rangAt.get(rung - 1) + SPREAD;
    }

    /** Whether the one ring is allowed without which nobody would learn of anything. */
    boolean nightAllowsOne() {
        return step.state.rangAt.size() < MOST_A_NIGHT;
    }

    void rang() {
        step.state.rangAt.add(step.now);
    }

    void forget() {
        step.state.rangAt.removeIf(at -> step.now >= at + NIGHT);
        step.state.rangAloneAt.removeIf(at -> step.now >= at + Step.HOUR);
    }
}

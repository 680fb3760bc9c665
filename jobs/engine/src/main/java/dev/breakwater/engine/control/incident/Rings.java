package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.model.Severity;

/**
 * Limits how often alerts of an account and region notify people. After ten notifications in an hour, one alert covers
 * everything until two hours pass without a new critical incident. A night has at most 25 notifications. The last five
 * notifications are spread over the night, so that an attacker cannot use them up.
 */
public record Rings(Step step) {
    public static final int MOST_PER_HOUR = 10;
    public static final int MOST_A_NIGHT = 25;
    public static final long NIGHT = 12 * Step.HOUR;

    /** After this many notifications in a night, further notifications are two hours apart. */
    public static final int FREELY = 20;

    private static final long SPREAD = 2 * Step.HOUR;
    private static final long TOGETHER = 2 * Step.HOUR;

    /** Whether only the fleet page reports new pages. */
    boolean together() {
        return step.now < step.state.fleetPage.modeUntil;
    }

    /** Records that the hour's or the night's limit on alerts was reached. */
    void goTogether(Severity severity) {
        boolean begins = !together();
        if (begins || severity == Severity.CRITICAL) step.state.fleetPage.modeUntil = step.now + TOGETHER;
    }

    /** Whether an alert may notify people under its own key. */
    boolean mayRing() {
        long since = step.now - Step.HOUR;
        long inHour = step.state.alerts.rangAt.stream().filter(at -> at > since).count();
        return !together() && inHour < MOST_PER_HOUR && nightAllows();
    }

    /** Whether the night's limit allows another notification. */
    boolean nightAllows() {
        int rung = step.state.alerts.rangAt.size();
        return rung < FREELY || nightAllowsOne() && step.now >= step.state.alerts.rangAt.get(rung - 1) + SPREAD;
    }

    /** Whether the night's limit allows a notification about a surge that people do not know of yet. */
    boolean nightAllowsOne() {
        return step.state.alerts.rangAt.size() < MOST_A_NIGHT;
    }

    void rang() {
        step.state.alerts.rangAt.add(step.now);
    }

    /** Records that an alert ended before it was sent. An unsent alert does not count as a notification. */
    void unheard(long at) {
        step.state.alerts.rangAt.remove(Long.valueOf(at));
    }

    public void forget() {
        step.state.alerts.rangAt.removeIf(at -> step.now >= at + NIGHT);
        step.state.fleetPage.rangAloneAt.removeIf(at -> step.now >= at + Step.HOUR);
    }
}

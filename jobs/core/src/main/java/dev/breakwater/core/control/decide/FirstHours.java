package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Reason;

/**
 * The first hours of a live run without state, in which it reads data from before its start. It reports open surges together, as one alert. It only records surges that have ended, and does not resolve surges that may continue.
 */
final class FirstHours {
    /** The longest time for reading the past. */
    private static final long CATCHES_UP = 10 * Step.MINUTE;

    /** The time without fresh calm data in which nothing is resolved. */
    private static final long RESOLVES_NOTHING = 2 * Step.HOUR;

    /** Page-level evidence within this many last minutes of data is a surge that continues. */
    private static final int RECENT = 3;

    private final Step step;

    FirstHours(Step step) {
        this.step = step;
    }

    void begin() {
        if (step.state.startedAt < 0 && !step.terms.recorded()) step.state.startedAt = step.now;
    }

    boolean catchesUp() {
        return isWithin(CATCHES_UP);
    }

    /** Whether the last minutes of data have page-level evidence and are fresh enough for a throttle. */
    boolean goesOn(IncidentState incident) {
        return isRecent(incident) && isFresh(incident);
    }

    /** Whether it continued by the last data, which is old. */
    boolean isUnheard(IncidentState incident) {
        return isRecent(incident) && !isFresh(incident);
    }

    private boolean isRecent(IncidentState incident) {
        return incident.pageMinute >= 0 && step.state.newestMinute - incident.pageMinute < RECENT;
    }

    private boolean isFresh(IncidentState incident) {
        // recordings check nothing else
        long within = Math.max(
                RECENT * Step.MINUTE, step.terms.settings().freshWithin().toMillis());
        long age = step.now - DataMinute.endMillis(incident.pageMinute);
        return age <= step.state.usualDelay() + within;
    }

    /** Whether its earlier alert must not be resolved yet, because this run has no data about it. */
    boolean keeps(IncidentState incident) {
        return incident.closeReason == Reason.ADOPTED && isWithin(RESOLVES_NOTHING);
    }

    long dueAt() {
        boolean any = step.state.ended.values().stream().anyMatch(this::keeps);
        return any ? step.state.startedAt + RESOLVES_NOTHING : Long.MAX_VALUE;
    }

    private boolean isWithin(long span) {
        return step.state.startedAt >= 0 && step.now < step.state.startedAt + span;
    }
}

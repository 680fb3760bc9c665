package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;

/**
 * Special rules for the first hours of a live run that started without state. A run without state reads data from
 * before its start. The run reports all open surges in one alert. A surge that has ended is only recorded. Alerts of
 * surges that may continue stay open.
 */
public record FirstHours(Step step) {
    /** A run reads data from at most this long before its start. */
    private static final long CATCHES_UP = 10 * Step.MINUTE;

    /** An earlier alert stays open without fresh data for at most this long. */
    private static final long RESOLVES_NOTHING = 2 * Step.HOUR;

    /**
     * A surge continues if any of the newest minutes has evidence at page level. This constant is the number of minutes
     * to check.
     */
    private static final int RECENT = 3;

    public void begin() {
        if (step.state.run.startedAt < 0 && !step.terms.recorded()) step.state.run.startedAt = step.now;
    }

    public boolean catchesUp() {
        return isWithin(CATCHES_UP);
    }

    /**
     * Whether the surge began so long before this run that an earlier run may have notified people of it. The state of
     * this run is missing or too old to know.
     */
    public boolean isOlder(IncidentState incident) {
        long began = step.state.run.beganAt;
        return !step.terms.recorded()
                && step.state.run.lacks(CATCHES_UP)
                && step.now < began + CATCHES_UP
                && DataMinute.endMillis(incident.evidence.onset) < began - CATCHES_UP;
    }

    /** Whether the last minutes of data have page-level evidence and are fresh enough for a throttle. */
    public boolean goesOn(IncidentState incident) {
        return isRecent(incident) && isFresh(incident);
    }

    /** Whether the newest data is old and shows that the incident continues. */
    public boolean isUnheard(IncidentState incident) {
        return isRecent(incident) && !isFresh(incident);
    }

    private boolean isRecent(IncidentState incident) {
        return incident.evidence.pageMinute >= 0
                && step.state.pace.newestMinute - incident.evidence.pageMinute < RECENT;
    }

    private boolean isFresh(IncidentState incident) {
        // the first value is for recordings, in which {@code freshWithin} is 0
        long within = Math.max(
                RECENT * Step.MINUTE, step.terms.settings().freshWithin().toMillis());
        long age = step.now - DataMinute.endMillis(incident.evidence.pageMinute);
        return age <= step.state.pace.usualDelay() + within;
    }

    /** Whether the incident's earlier alert must stay open, because this run has no data about the incident so far. */
    public boolean keeps(IncidentState incident) {
        return incident.closeReason == Reason.ADOPTED && isWithin(RESOLVES_NOTHING);
    }

    public long dueAt() {
        boolean any = step.state.incidents.ended.values().stream().anyMatch(this::keeps);
        return any ? step.state.run.startedAt + RESOLVES_NOTHING : Long.MAX_VALUE;
    }

    private boolean isWithin(long span) {
        return step.state.run.startedAt >= 0 && step.now < step.state.run.startedAt + span;
    }
}

package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.rules.FirstHours;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.AlertState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The incidents that people know from an alert. This class decides which changes need no notification, and which
 * changes are so much worse that people must be notified again.
 */
public record AlertChanges(Step step, MoneyLines lines, FirstHours firstHours, LeftAlone leftAlone) {
    /** An alert ends after this many minutes without evidence. If the surge returns earlier, the alert is updated. */
    static final int CALM = 15;

    /** An alert notifies people again when its cost reaches this multiple of the rate at the last notification. */
    static final int COSTLIER = 10;

    /**
     * A higher severity notifies people again if the rate has grown by this factor. A surge at a constant rate reaches
     * each threshold with time, and people already know that rate.
     */
    private static final int FASTER = 2;

    /**
     * An unanswered alert about a lasting change is repeated after this time. The time is slightly less than a day,
     * because this clock differs from the clock of the data.
     */
    private static final long DAY = 23 * Step.HOUR;

    static final Comparator<IncidentState> MOST_EXPENSIVE = Comparator.comparingLong(
                    (IncidentState i) -> -i.money.billedHourNano)
            .thenComparing(i -> i.scope);

    /** The id of the incident under whose key this incident is reported, or empty. */
    static String keyOf(IncidentState incident) {
        if (incident.notices.isToldWith()) return incident.notices.toldWith;
        return incident.notices.triggered ? incident.id : "";
    }

    /**
     * The incidents that an alert reports, most expensive first. The list includes closed incidents that still have a
     * limit.
     */
    List<IncidentState> told(String key) {
        return Stream.concat(step.state.incidents.open.values().stream(), step.state.incidents.ended.values().stream())
                .filter(i -> key.equals(keyOf(i)))
                .sorted(MOST_EXPENSIVE)
                .toList();
    }

    /** Records that people were notified of these incidents. */
    static void rangFor(AlertState alert, List<IncidentState> told) {
        alert.severity = alert.severity.or(worst(told).severity);
        alert.hourNano = rateNano(told);
        told.forEach(IncidentState::rang);
    }

    static long rateNano(List<IncidentState> told) {
        return told.stream().mapToLong(IncidentState::rateNano).sum();
    }

    static long hourNano(List<IncidentState> told) {
        return told.stream().mapToLong(IncidentState::hourNano).sum();
    }

    static IncidentState worst(List<IncidentState> told) {
        return told.stream().max(Comparator.comparing(i -> i.severity)).orElseThrow();
    }

    /**
     * Whether the incident needs no notification of its own. The alert must have notified people of at least the same
     * severity and cost, a few minutes ago.
     */
    boolean isNoNews(AlertState alert, IncidentState incident) {
        return step.now <= alert.rangAt + SharedAlert.WITHIN
                && !mayBeOlder(alert)
                && incident.severity.compareTo(alert.severity) <= 0
                && incident.rateNano() <= alert.hourNano;
    }

    /**
     * Whether an earlier run may have opened the alert, which this run's state lacks. If so, people were notified before
     * this run, and the first message of this run notified nobody. A run whose state is minutes old sends again, in its
     * first minute, what it sent minutes ago.
     */
    private boolean mayBeOlder(AlertState alert) {
        long began = step.state.run.beganAt;
        boolean first = alert.rangAt >= began && alert.rangAt < began + Step.MINUTE;
        boolean again = step.now < began + Step.MINUTE
                && step.state.run.startedAt < began
                && !step.state.run.lacks(SharedAlert.WITHIN);
        return first && !again && !step.terms.recorded();
    }

    /** Whether people must be notified again, because the alert's incidents have become far worse. */
    boolean isFarWorse(AlertState alert, List<IncidentState> told) {
        long line = lines.of(told.get(0)).pageNano();
        long now = hourNano(told.stream().filter(i -> !isBeforeLimit(i)).toList());
        return now >= COSTLIER * Math.max(line, alert.hourNano) || told.stream().anyMatch(i -> isNews(alert, i));
    }

    /**
     * Whether people must be notified of the incident, because it is worse, its limit is gone, or it waits for their
     * answer.
     */
    boolean isNews(AlertState alert, IncidentState i) {
        boolean asks = i.throttle.asksUnheard() && !isForetold(alert);
        return asks || isWorse(alert, i) || isFree(alert, i) || isUnanswered(alert, i);
    }

    /** Whether the alert said minutes ago above which cost a throttle comes, so that a proposal only updates it. */
    private boolean isForetold(AlertState alert) {
        return alert.namedThreshold && step.now <= alert.rangAt + SharedAlert.WITHIN && !mayBeOlder(alert);
    }

    /**
     * Whether people were paged for a lasting change a day ago and nobody has accepted it. The fleet page repeats what
     * it lists, so the incident's own alert does not.
     */
    private boolean isUnanswered(AlertState alert, IncidentState incident) {
        boolean elsewhere = incident.notices.inFleetPage && alert != step.state.fleetPage.alert;
        return !elsewhere
                && incident.lasts()
                && DataMinute.endMillis(incident.evidence.pageMinute) >= alert.rangAt + DAY;
    }

    /**
     * Records a change that comes within minutes of the last notification. The alert's text changes, but people are not
     * notified again.
     */
    void join(AlertState alert, Stream<IncidentState> told) {
        told.filter(i -> isNoNews(alert, i)).forEach(i -> {
            if (i.notices.heardHourNano > 0 && isFarCostlier(i)) alert.said = "";
            i.joined();
        });
    }

    private boolean isFarCostlier(IncidentState incident) {
        long line = lines.of(incident).pageNano();
        return incident.hourNano() >= COSTLIER * Math.max(line, incident.notices.heardHourNano)
                && !isBeforeLimit(incident);
    }

    /** Whether the newest minute began before the limit that the alert reports as held, so that its cost is old news. */
    private boolean isBeforeLimit(IncidentState incident) {
        LeaseState lease = step.state.limits.leases.get(incident.scope.key());
        return lease != null
                && holdOf(incident).stage() == Hold.Stage.HELD
                && incident.evidence.lastMinute * Step.MINUTE < lease.times.heldAt;
    }

    /**
     * Whether people must be notified of the incident, because its severity or cost is far above what they know. The
     * result is false if the alert has just notified them of something as bad.
     */
    boolean isWorse(AlertState alert, IncidentState incident) {
        boolean severer = incident.severity.compareTo(incident.notices.heardSeverity) > 0 && !isThrottled(incident);
        return (severer && isSeverityNews(incident) || isFarCostlier(incident)) && !isNoNews(alert, incident);
    }

    /**
     * Whether a higher severity tells people something to act on: the first urgent severity, a faster rate, or a throttle
     * that should be set and is not.
     */
    private static boolean isSeverityNews(IncidentState i) {
        return i.notices.heardSeverity.compareTo(Severity.ERROR) < 0
                || i.rateNano() >= FASTER * i.notices.heardHourNano
                || i.money.throttleAboveNano > 0 && !i.throttle.isProposed();
    }

    /**
     * Whether the function is throttled, or a throttle was requested a moment ago. In that case, a higher severity only
     * says that the cost crossed the throttle threshold, and no person has to act. If the limit is refused, is late or
     * disappears, people are notified.
     */
    private boolean isThrottled(IncidentState incident) {
        Hold hold = holdOf(incident);
        LeaseState lease = step.state.limits.leases.get(incident.scope.key());
        boolean justAsked =
                hold.stage() == Hold.Stage.ASKED && lease != null && step.now < lease.times.since + Step.MINUTE;
        return hold.stage() == Hold.Stage.HELD || justAsked;
    }

    /**
     * Whether the limit that was reported as held is gone while the surge continues. If a person released the limit,
     * nobody is notified.
     */
    boolean isFree(AlertState alert, IncidentState incident) {
        return wasHeld(alert, incident) && !leftAlone.isSpared(incident.scope.key()) && firstHours.goesOn(incident);
    }

    private boolean wasHeld(AlertState alert, IncidentState incident) {
        return alert.held.contains(incident.scope.key()) && !holdOf(incident).present() && step.isOpen(incident);
    }

    /** Records the text that is being sent. */
    void note(AlertState alert, List<IncidentState> told) {
        alert.said = words(told);
        alert.statedAt = step.now;
        List<String> held = new ArrayList<>();
        for (IncidentState i : told) {
            Hold hold = holdOf(i);
            boolean stays = hold.present() && alert.held.contains(i.scope.key());
            // only present data shows whether the surge continues
            boolean open = wasHeld(alert, i) && firstHours.isUnheard(i);
            if (stays || open || hold.stage() == Hold.Stage.HELD) held.add(i.scope.key());
            boolean asks = i.throttle.asksUnheard() && isForetold(alert);
            if (asks) i.throttle.proposalHeard();
            // the text says that the limit is held or proposed, so the end of the limit is the only news
            if (asks || hold.stage() == Hold.Stage.HELD)
                i.notices.heardSeverity = i.notices.heardSeverity.or(i.severity);
        }
        alert.held = held;
    }

    private Hold holdOf(IncidentState incident) {
        return incident.scope.kind() == ScopeKind.FUNCTION && !incident.lasts()
                ? step.hold(incident.scope.key())
                : Hold.NONE;
    }

    /** The facts that the alert reports. If one of them changes, the alert is sent again. */
    String words(List<IncidentState> told) {
        StringBuilder words = new StringBuilder();
        for (IncidentState i : told) {
            Hold hold = holdOf(i);
            words.append(i.id).append(i.severity);
            if (hold.present()) words.append(hold.stage()).append(hold.lever()).append(hold.limit());
            if (i.throttle.awaitsAnswer()) words.append("asks").append(i.throttle.proposedUntil());
        }
        return words.toString();
    }

    /**
     * Whether the alert may end, because it has neither recent evidence nor a limit, and does not wait for an answer.
     */
    boolean isCalm(IncidentState i) {
        return step.isOpen(i)
                && i.evidence.lastMinute - i.evidence.lastEvidence >= CALM
                && !holdOf(i).present()
                && !i.throttle.isProposed();
    }
}

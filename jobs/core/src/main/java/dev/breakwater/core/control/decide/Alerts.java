package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.AlertState;
import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentSnapshot.Ring;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The open alerts of incidents. An alert is sent when its text changes. An alert notifies people again if it has become
 * far worse since the last notification. An alert ends when its incidents are calm.
 */
final class Alerts {
    /**
     * An alert ends after this many minutes without evidence. If the surge returns earlier, the
     * alert is updated.
     */
    static final int CALM = 15;

    /** An alert notifies people again when its cost reaches this multiple of the cost at the last notification. */
    static final int COSTLIER = 10;
    /**
     * Below this hourly cost, a changed cost is no reason to send the text again. The value is a tenth of a dollar, in
     * nano-USD.
     */
    private static final long LEAST_SAID = 100_000_000;

    /**
     * An unanswered alert about a lasting change is repeated after this time, slightly less than a day, because this
     * clock differs from the clock of the data.
     */
    private static final long DAY = 23 * Step.HOUR;

    /** Data older than this many milliseconds does not notify people at once, but after the same time in the outbox. */
    private static final long OLD_DATA = Step.HOUR;

    private static final long OUTBOX_WAITS = 5 * Step.MINUTE;

    private static final Comparator<IncidentState> COSTLIEST =
            Comparator.comparingLong((IncidentState i) -> -i.billedHourNano).thenComparing(IncidentState::scope);

    private final Step step;

    Alerts(Step step) {
        this.step = step;
    }

    /** The id of the incident under whose key this incident is reported, or empty. */
    static String keyOf(IncidentState incident) {
        if (incident.isToldWith()) return incident.toldWith;
        return incident.triggered ? incident.id : "";
    }

    /**
     * The incidents that an alert reports, most expensive first. The list includes closed incidents that still have a
     * limit.
     */
    List<IncidentState> told(String key) {
        return Stream.concat(step.state.open.values().stream(), step.state.ended.values().stream())
                .filter(i -> key.equals(keyOf(i)))
                .sorted(COSTLIEST)
                .toList();
    }

    /** Opens an alert with its own key. A pager notifies people when a key is new. */
    void open(IncidentState incident, Reason reason, String beside) {
        incident.triggered = true;
        incident.tellAgain = false;
        AlertState alert = new AlertState();
        alert.beside = beside;
        AlertState former = step.state.openAlerts.put(incident.id, alert);
        // the old key still reports other incidents, so a pager would not notify people
        if (former != null) alert.ring = former.ring + 1;
        rang(alert, List.of(incident));
        step.tell(EventType.TRIGGER, incident, reason);
    }

    private void rang(AlertState alert, List<IncidentState> told) {
        step.rings.rang();
        alert.rangAt = step.now;
        rangFor(alert, told);
    }

    private static void rangFor(AlertState alert, List<IncidentState> told) {
        alert.severity = alert.severity.or(worst(told).severity);
        alert.hourNano = hourNano(told);
        told.forEach(IncidentState::rang);
    }

    static long hourNano(List<IncidentState> told) {
        return told.stream().mapToLong(IncidentState::hourNano).sum();
    }

    private static IncidentState worst(List<IncidentState> told) {
        return told.stream().max(Comparator.comparing(i -> i.severity)).orElseThrow();
    }

    /**
     * Whether the incident needs no notification of its own. That is true if the alert notified people minutes ago of
     * at least the same severity and cost.
     */
    boolean isNoNews(AlertState alert, IncidentState incident) {
        return step.now <= alert.rangAt + SharedAlert.WITHIN
                && incident.severity.compareTo(alert.severity) <= 0
                && incident.hourNano() <= alert.hourNano;
    }

    /**
     * The event for an incident and all other incidents under the same key. The event notifies people again if the
     * incidents have become far worse.
     */
    IncidentSnapshot with(IncidentSnapshot said, IncidentState incident) {
        String key = keyOf(incident);
        if (key.isEmpty()) return said;
        List<IncidentState> told = told(key);
        AlertState alert = step.state.openAlerts.computeIfAbsent(key, k -> adopted(told));
        if (said.type() == EventType.UPDATE && isFarWorse(alert, told))
            ring(alert, told, said.times().minute());
        note(alert, told);
        if (said.type() != EventType.STANDS) alert.saidHourNano = hourNano(told);
        alert.reason = said.reason().name();
        boolean many = told.stream().anyMatch(i -> !i.id.equals(key));
        FleetStatus all = many ? step.fleetPage.status(told) : FleetStatus.NONE;
        return said.with(key, worst(told).severity, all).by(new Ring(alert.ring, alert.beside));
    }

    /** Restores the alert of an earlier run. The last text of that run is unknown, so the alert counts as sent. */
    private AlertState adopted(List<IncidentState> told) {
        AlertState alert = new AlertState();
        rangFor(alert, told);
        note(alert, told);
        return alert;
    }

    private void ring(AlertState alert, List<IncidentState> told, long minute) {
        if (!step.rings.mayRing()) {
            for (IncidentState i : told) step.fleetPage.holdBack(i, minute);
            rangFor(alert, told);
            return;
        }
        alert.ring++;
        rang(alert, told);
    }

    private boolean isFarWorse(AlertState alert, List<IncidentState> told) {
        long line = step.lines.of(told.get(0)).pageNano();
        return hourNano(told) >= COSTLIER * Math.max(line, alert.hourNano)
                || told.stream().anyMatch(i -> isWorse(alert, i) || isFree(alert, i) || isUnanswered(alert, i));
    }

    /** Whether people were paged for a lasting change a day ago and nobody has accepted it. */
    private static boolean isUnanswered(AlertState alert, IncidentState incident) {
        return incident.lasts() && DataMinute.endMillis(incident.pageMinute) >= alert.rangAt + DAY;
    }

    /**
     * Records a change within minutes of the last notification. The alert's text changes, but people are not notified
     * again.
     */
    void join(AlertState alert, Stream<IncidentState> told) {
        told.filter(i -> isNoNews(alert, i)).forEach(i -> {
            if (i.heardHourNano > 0 && isFarCostlier(i)) alert.said = "";
            i.joined();
        });
    }

    private boolean isFarCostlier(IncidentState incident) {
        long line = step.lines.of(incident).pageNano();
        return incident.hourNano() >= COSTLIER * Math.max(line, incident.heardHourNano);
    }

    /**
     * Whether people must be notified of the incident, because its severity or cost is far above what they know and
     * what the alert last reported.
     */
    boolean isWorse(AlertState alert, IncidentState incident) {
        boolean worse = incident.severity.compareTo(incident.heardSeverity) > 0 || isFarCostlier(incident);
        return worse && !isNoNews(alert, incident);
    }

    /**
     * Whether the limit that was reported as held is gone while the surge continues. If a person released the limit,
     * nobody is notified.
     */
    boolean isFree(AlertState alert, IncidentState incident) {
        return wasHeld(alert, incident) && !step.requests.isSpared(incident.key) && step.firstHours.goesOn(incident);
    }

    private boolean wasHeld(AlertState alert, IncidentState incident) {
        return alert.held.contains(incident.key) && !holdOf(incident).present() && step.isOpen(incident);
    }

    /** Records the text that is being sent. */
    void note(AlertState alert, List<IncidentState> told) {
        alert.said = words(told);
        alert.statedAt = step.now;
        List<String> held = new ArrayList<>();
        for (IncidentState i : told) {
            Hold hold = holdOf(i);
            boolean stays = hold.present() && alert.held.contains(i.key);
            // only present data shows whether the surge continues
            boolean open = wasHeld(alert, i) && step.firstHours.isUnheard(i);
            if (stays || open || hold.stage() == Hold.Stage.HELD) held.add(i.key);
        }
        alert.held = held;
    }

    private Hold holdOf(IncidentState incident) {
        return incident.scopeKind == ScopeKind.FUNCTION && !incident.lasts() ? step.hold(incident.key) : Hold.NONE;
    }

    /** The facts whose change causes the alert to be sent. */
    String words(List<IncidentState> told) {
        StringBuilder words = new StringBuilder();
        for (IncidentState i : told) {
            Hold hold = holdOf(i);
            words.append(i.id).append(i.severity);
            if (hold.present()) words.append(hold.stage()).append(hold.lever()).append(hold.limit());
        }
        return words.toString();
    }

    /** Sends changed alerts, ends calm alerts, and repeats the other alerts. */
    void follow() {
        for (String key : Step.keys(step.state.openAlerts)) {
            List<IncidentState> told = told(key);
            if (told.isEmpty()) {
                step.state.openAlerts.remove(key);
            } else if (told.stream().allMatch(this::isCalm)) {
                for (IncidentState i : told) step.resolve(i, Reason.QUIET);
            } else {
                follow(key, step.state.openAlerts.get(key), told);
            }
        }
    }

    private void follow(String key, AlertState alert, List<IncidentState> told) {
        join(alert, told.stream());
        IncidentState speaker = speaker(key, told);
        boolean many = told.size() > 1 || !speaker.id.equals(key);
        if (!words(told).equals(alert.said) || isFarWorse(alert, told)) {
            step.tell(EventType.UPDATE, speaker, many ? Reason.SHARED_ALERT : Reason.HOW_IT_STANDS);
        } else if (!step.terms.recorded() && isOutdated(alert, told)) {
            step.tell(EventType.UPDATE, speaker, Reason.valueOf(alert.reason));
        } else if (!step.terms.recorded() && step.now >= alert.statedAt + Step.MINUTE) {
            step.tell(EventType.STANDS, speaker, Reason.valueOf(alert.reason));
        }
    }

    /** Whether the cost has doubled or halved since the text that people see. The new text notifies nobody. */
    private static boolean isOutdated(AlertState alert, List<IncidentState> told) {
        long now = hourNano(told);
        return now >= 2 * Math.max(alert.saidHourNano, LEAST_SAID) || now <= alert.saidHourNano / 2 - LEAST_SAID;
    }

    /**
     * The incident whose figures the alert shows: its first incident or, after that has ended, the most expensive one.
     */
    private static IncidentState speaker(String key, List<IncidentState> told) {
        return told.stream().filter(i -> i.id.equals(key)).findFirst().orElse(told.get(0));
    }

    /** Whether the alert may end: it has no recent evidence, no limit, and no open question to people. */
    boolean isCalm(IncidentState i) {
        return step.isOpen(i)
                && i.lastMinute - i.lastEvidence >= CALM
                && !holdOf(i).present()
                && !Proposals.waits(i);
    }

    /** Removes an incident from its alert. Returns true if the alert has no incident left and ends. */
    boolean ends(IncidentState incident) {
        String key = keyOf(incident);
        incident.triggered = false;
        if (incident.isToldWith()) step.shared.tell(incident, "");
        incident.tellAgain = false;
        if (key.isEmpty() || !told(key).isEmpty()) return false;
        AlertState alert = step.state.openAlerts.remove(key);
        if (alert != null && key.equals(incident.id) && isUnheard(alert, incident)) step.rings.unheard(alert.rangAt);
        return true;
    }

    /**
     * Whether the outbox is still waiting to send an alert about old data. If such an alert ends before it is sent, it
     * notified nobody.
     */
    private boolean isUnheard(AlertState alert, IncidentState incident) {
        return alert.rangAt - incident.pagedAt > OLD_DATA && step.now < alert.rangAt + OUTBOX_WAITS;
    }
}

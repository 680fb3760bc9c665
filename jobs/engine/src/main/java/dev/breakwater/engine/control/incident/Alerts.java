package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.IncidentSnapshot.Ring;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.AlertState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Severity;
import java.util.List;

/**
 * The open alerts of incidents. An alert is sent when its text changes. An alert notifies people again if it has become
 * far worse since the last notification. An alert ends when its incidents are calm.
 */
public record Alerts(Step step, AlertChanges changes, Rings rings, FleetPage fleetPage, SharedAlert shared) {
    /**
     * Below this hourly cost, a changed cost is no reason to send the text again. The value is a tenth of a dollar, in
     * nano-USD.
     */
    private static final long LEAST_SAID = 100_000_000;

    /** Runs that began this many minutes apart may use the same number in an alert's key. */
    private static final long MOST_RUNS = 1_000_000;

    /** Sends an incident to the pager. */
    private void tell(AlarmAction type, IncidentState incident, Reason reason) {
        step.out.events.add(with(step.snapshot(type, incident, reason), incident));
    }

    /** Sends an update of an incident that the pager already has. */
    public void update(IncidentState incident, Reason reason) {
        if (incident.notices.triggered) tell(AlarmAction.UPDATE, incident, reason);
    }

    /** Records that a person's change ends the function's limit, so that its end notifies nobody. */
    public void endExpected(String function) {
        step.state.alerts.open.values().forEach(alert -> alert.held.remove(function));
        if (step.state.fleetPage.alert != null) step.state.fleetPage.alert.held.remove(function);
    }

    /** Ends the alert of an incident, unless the alert also reports other incidents. */
    public IncidentSnapshot resolve(IncidentState incident, Reason reason) {
        String key = AlertChanges.keyOf(incident);
        IncidentSnapshot over = step.snapshot(AlarmAction.RESOLVE, incident, reason);
        if (ends(incident)) step.out.events.add(over.with(key, incident.severity, FleetStatus.NONE));
        else step.out.standings.add(over);
        return over;
    }

    /** Opens an alert with its own key. A pager notifies people when a key is new. */
    public void open(IncidentState incident, Reason reason) {
        String beside = shared.beside(incident);
        incident.notices.triggered = true;
        incident.notices.tellAgain = false;
        AlertState alert = new AlertState();
        alert.beside = beside.isEmpty() ? fleetPage.key() : IncidentSnapshot.Identity.KEY + beside;
        AlertState former = step.state.alerts.open.put(incident.id, alert);
        // the old key still reports other incidents, so a pager would not notify people
        if (former != null) alert.ring = former.ring + 1;
        else if (incident.severity == Severity.CRITICAL && changes.firstHours().isOlder(incident)) {
            // the pager may show the key of an earlier run since the surge cost less, and would not notify people
            alert.ring = (int) (step.state.run.beganAt / Step.MINUTE % MOST_RUNS);
        }
        rang(alert, List.of(incident));
        tell(AlarmAction.TRIGGER, incident, reason);
    }

    private void rang(AlertState alert, List<IncidentState> told) {
        rings.rang();
        told.get(0).notices.notified++;
        alert.rangAt = step.now;
        // a text about several incidents does not say it
        alert.namedThreshold = told.size() == 1 && told.get(0).money.throttleComesAbove() > 0;
        AlertChanges.rangFor(alert, told);
    }

    /**
     * The event for an incident and all other incidents under the same key. The event notifies people again if the
     * incidents have become far worse.
     */
    private IncidentSnapshot with(IncidentSnapshot said, IncidentState incident) {
        String key = AlertChanges.keyOf(incident);
        if (key.isEmpty()) return said;
        List<IncidentState> told = changes.told(key);
        AlertState alert = step.state.alerts.open.computeIfAbsent(key, k -> adopted(told));
        if (said.type() == AlarmAction.UPDATE && changes.isFarWorse(alert, told))
            ring(alert, told, said.times().minute());
        changes.note(alert, told);
        if (said.type() != AlarmAction.STANDS) alert.saidNowNano = nowNano(told);
        alert.reason = said.reason().name();
        boolean many = told.stream().anyMatch(i -> !i.id.equals(key));
        FleetStatus all = many ? fleetPage.status(told) : FleetStatus.NONE;
        return said.with(key, AlertChanges.worst(told).severity, all).by(new Ring(alert.ring, alert.beside));
    }

    /** Restores the alert of an earlier run. The last text of that run is unknown, so the alert counts as sent. */
    private static AlertState adopted(List<IncidentState> told) {
        AlertState alert = new AlertState();
        AlertChanges.rangFor(alert, told);
        return alert;
    }

    private void ring(AlertState alert, List<IncidentState> told, long minute) {
        if (!rings.mayRing()) {
            for (IncidentState i : told) fleetPage.holdBack(i, minute);
            AlertChanges.rangFor(alert, told);
            return;
        }
        alert.ring++;
        rang(alert, told);
    }

    /** Sends changed alerts, ends calm alerts, and repeats the other alerts. */
    public void follow() {
        for (String key : Step.keys(step.state.alerts.open)) {
            List<IncidentState> told = changes.told(key);
            if (told.isEmpty()) {
                step.state.alerts.open.remove(key);
            } else if (told.stream().allMatch(changes::isCalm)) {
                for (IncidentState i : told) resolve(i, Reason.QUIET);
            } else {
                follow(key, Step.known(step.state.alerts.open, key), told);
            }
        }
    }

    private void follow(String key, AlertState alert, List<IncidentState> told) {
        changes.join(alert, told.stream());
        IncidentState speaker = speaker(key, told);
        boolean many = told.size() > 1 || !speaker.id.equals(key);
        if (!changes.words(told).equals(alert.said) || changes.isFarWorse(alert, told)) {
            tell(AlarmAction.UPDATE, speaker, many ? Reason.SHARED_ALERT : Reason.HOW_IT_STANDS);
        } else if (!step.terms.recorded() && isOutdated(alert, told)) {
            tell(AlarmAction.UPDATE, speaker, Reason.valueOf(alert.reason));
        } else if (!step.terms.recorded() && step.now >= alert.statedAt + Step.MINUTE) {
            tell(AlarmAction.STANDS, speaker, Reason.valueOf(alert.reason));
        }
    }

    /** Whether the present cost has doubled or halved since the text that people see. The new text notifies nobody. */
    private static boolean isOutdated(AlertState alert, List<IncidentState> told) {
        long now = nowNano(told);
        return now >= 2 * Math.max(alert.saidNowNano, LEAST_SAID) || now <= alert.saidNowNano / 2 - LEAST_SAID;
    }

    private static long nowNano(List<IncidentState> told) {
        return told.stream().mapToLong(i -> i.money.nowNano).sum();
    }

    /**
     * The incident whose figures the alert shows. It is the alert's first incident while that incident lasts, and then
     * the most expensive incident.
     */
    private static IncidentState speaker(String key, List<IncidentState> told) {
        return told.stream().filter(i -> i.id.equals(key)).findFirst().orElse(told.get(0));
    }

    /** Removes an incident from its alert. Returns true if the alert has no incident left and ends. */
    private boolean ends(IncidentState incident) {
        String key = AlertChanges.keyOf(incident);
        incident.notices.triggered = false;
        if (incident.notices.isToldWith()) shared.tell(incident, "");
        incident.notices.tellAgain = false;
        if (key.isEmpty() || !changes.told(key).isEmpty()) return false;
        AlertState alert = step.state.alerts.open.remove(key);
        if (alert != null && key.equals(incident.id) && isUnheard(alert, incident)) rings.unheard(alert.rangAt);
        return true;
    }

    /**
     * Whether the outbox is still waiting to send an alert about old data. An alert that ends before it is sent has
     * notified nobody.
     */
    private boolean isUnheard(AlertState alert, IncidentState incident) {
        return alert.rangAt - incident.notices.pagedAt > ControlSettings.OLD_DATA_MILLIS
                && step.now < alert.rangAt + ControlSettings.OUTBOX_WAITS_MILLIS;
    }
}

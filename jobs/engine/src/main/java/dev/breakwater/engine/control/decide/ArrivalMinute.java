package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.IncidentSnapshot.EventType;
import dev.breakwater.engine.control.hold.BudgetThrottles;
import dev.breakwater.engine.control.hold.Claim;
import dev.breakwater.engine.control.hold.Throttles;
import dev.breakwater.engine.control.incident.Alarms;
import dev.breakwater.engine.control.incident.Alerts;
import dev.breakwater.engine.control.incident.FleetPage;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.incident.SharedAlert;
import dev.breakwater.engine.control.rules.FirstHours;
import dev.breakwater.engine.control.rules.Seen;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentThrottle;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Processes one arrival minute: reads all arrivals, throttles the most expensive surges as far as allowed, and alerts
 * people. Orders of budgets come last.
 */
final class ArrivalMinute {

    /** An incident with new evidence, and the event to send. */
    private static final class Heard {
        private final IncidentState incident;
        private final Severity severityBefore;
        private final boolean shortBefore;
        private final boolean proposedBefore;
        private Assessment newest;
        private @Nullable Reason trigger;
        private boolean throttled;

        Heard(IncidentState incident, Severity before, Assessment newest) {
            this.incident = incident;
            this.newest = newest;
            severityBefore = before;
            shortBefore = incident.throttle.refused.contains(Reason.NO_HEADROOM);
            proposedBefore = incident.throttle.isProposed();
        }
    }

    private static final Comparator<Heard> MOST_EXPENSIVE = Comparator.comparingLong(
                    (Heard h) -> -h.newest.amounts().excessHour())
            .thenComparing(h -> h.newest.scope());

    /**
     * Sorts by hourly cost, highest first. An incident therefore never joins the alert of a less expensive incident.
     */
    private static final Comparator<Heard> MOST_AN_HOUR =
            Comparator.comparingLong((Heard h) -> -h.incident.hourNano()).thenComparing(MOST_EXPENSIVE);

    private final Step step;
    private final UnaryOperator<Assessment> priced;
    private final UnaryOperator<Assessment> excused;
    private final Seen seen;
    private final Alarms alarms;
    private final FirstHours firstHours;
    private final FleetPage fleetPage;
    private final SharedAlert shared;
    private final Alerts alerts;
    private final Incidents incidents;
    private final Throttles throttles;
    private final BudgetThrottles budgets;
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    /**
     * @param priced  reduces an assessment to the level that its cost reaches
     * @param excused reduces a surge that people accepted, or that came in earlier weeks, to a warning
     */
    ArrivalMinute(
            Step step,
            UnaryOperator<Assessment> priced,
            UnaryOperator<Assessment> excused,
            Seen seen,
            Alarms alarms,
            FirstHours firstHours,
            FleetPage fleetPage,
            SharedAlert shared,
            Alerts alerts,
            Incidents incidents,
            Throttles throttles,
            BudgetThrottles budgets) {
        this.step = step;
        this.priced = priced;
        this.excused = excused;
        this.seen = seen;
        this.alarms = alarms;
        this.firstHours = firstHours;
        this.fleetPage = fleetPage;
        this.shared = shared;
        this.alerts = alerts;
        this.incidents = incidents;
        this.throttles = throttles;
        this.budgets = budgets;
    }

    void take(List<Assessment> sorted) {
        List<Assessment> orders = new ArrayList<>();
        List<Assessment> calm = new ArrayList<>();
        for (Assessment a : sorted) {
            if (!a.early()) moveOn(a.minute());
            if (!a.order().isEmpty()) orders.add(a);
            else if (a.isCalm()) calm.add(a);
            else hear(priced.apply(a));
        }
        decide();
        for (Assessment a : calm) throttles.calm(a);
        for (Assessment order : orders) budgets.take(order);
    }

    private void moveOn(long minute) {
        if (minute > step.state.pace.newestMinute) step.state.pace.movedOn(minute, step.now);
    }

    private void hear(Assessment unexcused) {
        Assessment a = excused.apply(unexcused);
        Heard before = heard.get(a.slot());
        // the incident has ended, so a surge that begins in the same arrival minute is a new incident
        if (before != null && before.newest.episode().closed()) decide();
        IncidentState known = step.state.incidents.open.get(a.slot());
        Severity severity = known == null ? null : known.severity;
        IncidentState incident = incidents.find(a);
        if (incident == null) return;
        Heard h = heard.computeIfAbsent(
                a.slot(), k -> new Heard(incident, severity == null ? incident.severity : severity, a));
        h.newest = a;
        incidents.learn(incident, a);
        seen.take(incident, unexcused);
        if (incidents.page(incident, a) && h.trigger == null)
            h.trigger = a.episode().reason();
        alarms.note(incident, a);
        if (incident.scope.kind() == ScopeKind.FUNCTION && !a.early() && !a.lasts()) throttles.watch(incident, a);
    }

    private void decide() {
        throttle();
        page();
        for (Heard h : heard.values()) {
            tell(h);
            end(h);
        }
        heard.clear();
    }

    /** Reports many incidents in one fleet page, and incidents with a common cause in one alert. */
    private void page() {
        boolean first = firstHours.catchesUp();
        List<Heard> paging = heard.values().stream()
                .filter(h -> h.trigger != null)
                .filter(h -> !first || firstHours.goesOn(h.incident))
                .sorted(MOST_AN_HOUR)
                .toList();
        if (paging.isEmpty()) return;
        long minute = heard.values().stream()
                .filter(paging::contains)
                .findFirst()
                .orElseThrow()
                .newest
                .minute();
        int many = first ? 2 : step.terms.settings().together();
        List<Heard> apart = paging.stream().filter(h -> !isJoining(h.incident)).toList();
        if (apart.size() >= many) {
            fleetPage.together(apart.stream().map(h -> h.incident).toList(), minute);
            return;
        }
        for (Heard h : apart) {
            boolean asks = h.incident.throttle.isProposed() || h.incident.notices.tellAgain;
            boolean elsewhere = !asks && shared.takes(h.incident) || fleetPage.holdsBack(h.incident, minute);
            if (!elsewhere) alerts.open(h.incident, Objects.requireNonNull(h.trigger));
        }
    }

    private boolean isJoining(IncidentState incident) {
        return !incident.notices.tellAgain && fleetPage.takes(incident);
    }

    /** Sets throttles, for the most expensive surges first. */
    private void throttle() {
        Collection<Heard> asking = heard.values().stream()
                .filter(h -> h.incident.scope.kind() == ScopeKind.FUNCTION)
                .filter(h -> throttles.wanted(h.incident, h.newest))
                .sorted(MOST_EXPENSIVE)
                .toList();
        for (Heard h : asking) h.throttled = throttles.admit(Claim.of(h.incident), h.newest);
    }

    private void tell(Heard h) {
        IncidentState incident = h.incident;
        if (h.trigger == null && h.throttled && step.terms.recorded()) {
            alerts.update(incident, Reason.ABOVE_THROTTLE_LINE);
        } else if (h.trigger == null && incident.severity.compareTo(h.severityBefore) > 0) {
            alerts.update(incident, h.newest.episode().reason());
        }
        incidents.ask(incident, h.newest);
        // the surge continues without a throttle because concurrency is short, and only a person can change that
        boolean isShort = incident.throttle.refused.contains(Reason.NO_HEADROOM);
        if (isShort && !h.shortBefore) alerts.update(incident, Reason.NO_HEADROOM);
        IncidentThrottle.Proposal p = incident.throttle.proposal;
        if (p != null && !p.isOver() && !h.proposedBefore && !incident.notices.inFleetPage)
            incidents.alone(incident, Reason.of(p.reason).orElseThrow());
    }

    private void end(Heard h) {
        if (h.newest.episode().closed())
            incidents.close(h.incident, h.newest.episode().reason());
        else if (incidents.absorbed(h.incident, h.newest)) incidents.close(h.incident, Reason.ABSORBED);
        else step.stand(EventType.UPDATE, h.incident, h.newest.episode().reason());
    }
}

package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        private Reason trigger;
        private boolean throttled;

        Heard(IncidentState incident, Severity before) {
            this.incident = incident;
            severityBefore = before;
            shortBefore = incident.refused.contains(Reason.NO_HEADROOM);
            proposedBefore = Proposals.waits(incident);
        }
    }

    private static final Comparator<Heard> COSTLIEST = Comparator.comparingLong(
                    (Heard h) -> -h.newest.amounts().excessHour())
            .thenComparing(h -> h.newest.scope());

    /**
     * Sorts by hourly cost, highest first. An incident therefore never joins the alert of a less expensive incident.
     */
    private static final Comparator<Heard> MOST_AN_HOUR =
            Comparator.comparingLong((Heard h) -> -h.incident.hourNano()).thenComparing(COSTLIEST);

    private final Step step;
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    ArrivalMinute(Step step) {
        this.step = step;
    }

    void take(List<Assessment> sorted) {
        List<Assessment> orders = new ArrayList<>();
        List<Assessment> calm = new ArrayList<>();
        for (Assessment a : sorted) {
            if (!a.early()) moveOn(a.minute());
            if (!a.order().isEmpty()) orders.add(a);
            else if (a.isCalm()) calm.add(a);
            else hear(step.seen.quiet(step.accepted.quiet(step.lines.within(step.explained.left(a)))));
        }
        decide();
        for (Assessment a : calm) step.throttles.calm(a);
        for (Assessment order : orders) step.budgets.take(order);
    }

    private void moveOn(long minute) {
        if (minute > step.state.newestMinute) step.state.movedOn(minute, step.now);
    }

    private void hear(Assessment a) {
        Heard before = heard.get(a.slot());
        // the incident has ended; a surge that begins in the same arrival minute is a new incident
        if (before != null && before.newest.episode().closed()) decide();
        IncidentState known = step.state.open.get(a.slot());
        Severity severity = known == null ? null : known.severity;
        IncidentState incident = step.incidents.find(a);
        if (incident == null) return;
        Heard h = heard.computeIfAbsent(
                a.slot(), k -> new Heard(incident, severity == null ? incident.severity : severity));
        h.newest = a;
        step.incidents.learn(incident, a);
        step.seen.take(incident, a);
        if (step.incidents.page(incident, a) && h.trigger == null)
            h.trigger = a.episode().reason();
        step.alarms.note(incident, a);
        if (incident.scopeKind == ScopeKind.FUNCTION && !a.early() && !a.lasts()) step.throttles.watch(incident, a);
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
        boolean first = step.firstHours.catchesUp();
        List<Heard> paging = heard.values().stream()
                .filter(h -> h.trigger != null)
                .filter(h -> !first || step.firstHours.goesOn(h.incident))
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
            step.fleetPage.together(apart.stream().map(h -> h.incident).toList(), minute);
            return;
        }
        for (Heard h : apart) {
            boolean asks = Proposals.waits(h.incident) || h.incident.tellAgain;
            boolean elsewhere = !asks && step.shared.takes(h.incident) || step.fleetPage.holdsBack(h.incident, minute);
            if (!elsewhere) step.incidents.trigger(h.incident, h.trigger);
        }
    }

    private boolean isJoining(IncidentState incident) {
        return !incident.tellAgain && step.fleetPage.takes(incident);
    }

    /** Sets throttles, for the most expensive surges first. */
    private void throttle() {
        Collection<Heard> asking = heard.values().stream()
                .filter(h -> h.incident.scopeKind == ScopeKind.FUNCTION)
                .filter(h -> step.throttles.wanted(h.incident, h.newest))
                .sorted(COSTLIEST)
                .toList();
        for (Heard h : asking) h.throttled = step.throttles.admit(Claim.of(h.incident), h.newest);
    }

    private void tell(Heard h) {
        IncidentState incident = h.incident;
        if (h.trigger == null && h.throttled && step.terms.recorded()) {
            step.update(incident, Reason.ABOVE_THROTTLE_LINE);
        } else if (h.trigger == null && incident.severity.compareTo(h.severityBefore) > 0) {
            step.update(incident, h.newest.episode().reason());
        }
        step.incidents.ask(incident, h.newest);
        // the surge continues without a throttle because concurrency is short, and only a person can change that
        boolean isShort = incident.refused.contains(Reason.NO_HEADROOM);
        if (isShort && !h.shortBefore) step.update(incident, Reason.NO_HEADROOM);
        boolean proposed = Proposals.waits(incident) && !h.proposedBefore;
        if (proposed && !incident.inFleetPage)
            step.incidents.alone(incident, Reason.of(incident.proposal.reason).orElseThrow());
    }

    private void end(Heard h) {
        if (h.newest.episode().closed())
            step.incidents.close(h.incident, h.newest.episode().reason());
        else if (step.incidents.absorbed(h.incident, h.newest)) step.incidents.close(h.incident, Reason.ABSORBED);
        else step.stand(EventType.UPDATE, h.incident, h.newest.episode().reason());
    }
}

package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.hold.Claim;
import dev.breakwater.engine.control.incident.Incidents;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentThrottle;
import dev.breakwater.model.AlarmAction;
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

        /** Why a throttle is proposed since this minute, or null. The fleet page names its own proposals. */
        private @Nullable Reason proposes() {
            IncidentThrottle.Proposal p = incident.throttle.proposal;
            if (p == null || p.isOver() || proposedBefore || incident.notices.inFleetPage) return null;
            return Reason.of(p.reason).orElseThrow();
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

    private final Turn turn;
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    ArrivalMinute(Turn turn) {
        this.turn = turn;
    }

    void take(List<Assessment> sorted) {
        List<Assessment> orders = new ArrayList<>();
        List<Assessment> calm = new ArrayList<>();
        for (Assessment a : sorted) {
            if (!a.early()) moveOn(a.minute());
            if (!a.order().isEmpty()) orders.add(a);
            else if (a.isCalm()) calm.add(a);
            else hear(turn.lines.within(turn.explained.left(a)));
        }
        decide();
        for (Assessment a : calm) turn.throttles.calm(a);
        for (Assessment order : orders) turn.budgets.take(order);
    }

    private void moveOn(long minute) {
        if (minute > turn.step.state.pace.newestMinute) turn.step.state.pace.movedOn(minute, turn.step.now);
    }

    private void hear(Assessment unexcused) {
        Assessment a = turn.seen.quiet(turn.accepted.quiet(unexcused));
        Heard before = heard.get(a.slot());
        // the incident has ended, so a surge that begins in the same arrival minute is a new incident
        if (before != null && (before.newest.episode().closed() || Incidents.isAnother(a, before.incident))) decide();
        IncidentState known = turn.step.state.incidents.open.get(a.slot());
        Severity severity = known == null ? null : known.severity;
        IncidentState incident = turn.incidents.find(a);
        if (incident == null) return;
        Heard h = heard.computeIfAbsent(
                a.slot(), k -> new Heard(incident, severity == null ? incident.severity : severity, a));
        h.newest = a;
        turn.incidents.learn(incident, a);
        turn.seen.take(incident, unexcused);
        if (turn.incidents.page(incident, a) && h.trigger == null)
            h.trigger = a.episode().reason();
        turn.alarms.note(incident, a);
        if (incident.scope.kind() == ScopeKind.FUNCTION && !a.early() && !a.lasts()) turn.throttles.watch(incident, a);
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
        boolean first = turn.firstHours.catchesUp();
        List<Heard> paging = heard.values().stream()
                .filter(h -> h.trigger != null)
                .filter(h -> !first || turn.firstHours.goesOn(h.incident))
                .sorted(MOST_AN_HOUR)
                .toList();
        if (paging.isEmpty()) return;
        long minute = heard.values().stream()
                .filter(paging::contains)
                .findFirst()
                .orElseThrow()
                .newest
                .minute();
        int many = first ? 2 : turn.step.terms.settings().together();
        List<Heard> apart = paging.stream().filter(h -> !isJoining(h.incident)).toList();
        if (apart.size() >= many) {
            turn.fleetPage.together(apart.stream().map(h -> h.incident).toList(), minute);
            return;
        }
        for (Heard h : apart) {
            boolean asks = h.incident.throttle.isProposed() || h.incident.notices.tellAgain;
            boolean elsewhere = !asks && turn.shared.takes(h.incident) || turn.fleetPage.holdsBack(h.incident, minute);
            if (!elsewhere) turn.alerts.open(h.incident, Objects.requireNonNull(h.trigger));
        }
    }

    private boolean isJoining(IncidentState incident) {
        return !incident.notices.tellAgain && turn.fleetPage.takes(incident);
    }

    /** Sets throttles, for the most expensive surges first. */
    private void throttle() {
        Collection<Heard> asking = heard.values().stream()
                .filter(h -> h.incident.scope.kind() == ScopeKind.FUNCTION)
                .filter(h -> turn.throttles.wanted(h.incident, h.newest))
                .sorted(MOST_EXPENSIVE)
                .toList();
        for (Heard h : asking) h.throttled = turn.throttles.admit(new Claim(h.incident), h.newest);
    }

    private void tell(Heard h) {
        IncidentState incident = h.incident;
        Reason proposes = h.proposes();
        if (h.trigger == null && h.throttled && turn.step.terms.recorded()) {
            turn.alerts.update(incident, Reason.ABOVE_THROTTLE_LINE);
        } else if (proposes == null && h.trigger == null && incident.severity.compareTo(h.severityBefore) > 0) {
            turn.alerts.update(incident, h.newest.episode().reason());
        }
        turn.incidents.ask(incident, h.newest);
        // the surge continues without a throttle because concurrency is short, and only a person can change that
        boolean isShort = incident.throttle.refused.contains(Reason.NO_HEADROOM);
        if (isShort && !h.shortBefore) turn.alerts.update(incident, Reason.NO_HEADROOM);
        if (proposes != null) turn.incidents.alone(incident, proposes);
    }

    private void end(Heard h) {
        if (h.newest.episode().closed())
            turn.incidents.close(h.incident, h.newest.episode().reason());
        else if (turn.incidents.absorbed(h.incident, h.newest)) turn.incidents.close(h.incident, Reason.ABSORBED);
        else turn.step.stand(AlarmAction.UPDATE, h.incident, h.newest.episode().reason());
    }
}

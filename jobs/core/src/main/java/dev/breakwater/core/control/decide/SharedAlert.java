package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.core.policy.Trigger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One alert for incidents of one cause that page within minutes: it goes by the first one's key, lists all of them, is as bad
 * as the worst, and ends with the last. Each keeps its own incident and throttle.
 */
final class SharedAlert {
    /** Whatever pages later than that after the first is news of its own. */
    static final long WITHIN = 10 * Step.MINUTE;

    /** As many may bear a stem whatever the share. */
    private static final int FEW = 5;

    private static final int SHARE = 4;
    private static final int SHORTEST_STEM = 4;

    private static final Comparator<IncidentState> COSTLIEST =
            Comparator.comparingLong((IncidentState i) -> -i.billedHourNano).thenComparing(IncidentState::scope);

    private final Step step;

    SharedAlert(Step step) {
        this.step = step;
    }

    /** Tells of it in the alert of one of the same cause; false where there is none. */
    boolean takes(IncidentState incident) {
        IncidentState first = step.state.open.values().stream()
                .filter(i -> i.triggered && i != incident)
                .filter(i -> Math.abs(incident.pagedAt - i.pagedAt) <= WITHIN)
                .filter(i -> told(i.id).anyMatch(told -> isOneCause(told, incident)))
                .min(Comparator.comparingLong((IncidentState i) -> i.pagedAt).thenComparing(i -> i.id))
                .orElse(null);
        if (first == null) return false;
        incident.toldWith = first.id;
        alerts().putIfAbsent(first.id, "");
        return true;
    }

    private boolean isOneCause(IncidentState one, IncidentState other) {
        if (isSpread(one) || isSpread(other)) return true;
        if (one.scopeKind == ScopeKind.GROUP) return step.explained.part(other, one.scope());
        if (other.scopeKind == ScopeKind.GROUP) return step.explained.part(one, other.scope());
        boolean functions = one.scopeKind == ScopeKind.FUNCTION && other.scopeKind == ScopeKind.FUNCTION;
        return functions
                && (shareGroup(one.key, other.key)
                        || shareTrigger(one.key, other.key)
                        || shareStem(one.key, other.key));
    }

    private static boolean isSpread(IncidentState i) {
        return i.scopeKind == ScopeKind.ACCOUNT && i.kind == IncidentKind.SPREAD;
    }

    private boolean shareGroup(String one, String other) {
        for (Group g : step.terms.book().groups()) {
            boolean both = g.match().matches(one, step.terms.fleet().tags(one))
                    && g.match().matches(other, step.terms.fleet().tags(other));
            if (both) return true;
        }
        return false;
    }

    private boolean shareTrigger(String one, String other) {
        List<Trigger> others = step.terms.fleet().triggers(other).all();
        return step.terms.fleet().triggers(one).all().stream()
                .anyMatch(t -> others.stream().anyMatch(t::isOfSource));
    }

    /** A beginning that most of the fleet has, such as a stage, is no stem. */
    private boolean shareStem(String one, String other) {
        int end = 0;
        for (int i = 0; i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i); i++) {
            if (one.charAt(i) == '-' || one.charAt(i) == '_') end = i + 1;
        }
        if (end < SHORTEST_STEM) return false;
        String stem = one.substring(0, end);
        long bear = step.terms.fleet().functions().keySet().stream()
                .filter(name -> name.startsWith(stem))
                .count();
        return bear > 1 && bear <= Math.max(FEW, step.terms.fleet().count() / SHARE);
    }

    /** The id of the incident by whose key others are told of too, or empty. */
    private String alertOf(IncidentState incident) {
        if (incident.isToldWith()) return incident.toldWith;
        return alerts().containsKey(incident.id) ? incident.id : "";
    }

    /** What an alert tells of, also of what is closed and still held. */
    private Stream<IncidentState> told(String alert) {
        return Stream.concat(step.state.open.values().stream(), step.state.ended.values().stream())
                .filter(i -> alert.equals(i.toldWith) || i.triggered && i.id.equals(alert));
    }

    /** What is said of an incident, with all that is told by the same key. */
    IncidentSnapshot with(IncidentSnapshot said, IncidentState incident) {
        String alert = alertOf(incident);
        if (alert.isEmpty()) return said;
        List<IncidentState> told = told(alert).sorted(COSTLIEST).toList();
        FleetStatus all = step.fleetPage.status(told);
        alerts().put(alert, words(all, told));
        IncidentState worst =
                told.stream().max(Comparator.comparing(i -> i.severity)).orElse(incident);
        return said.with(alert, worst.severity, all);
    }

    private static String words(FleetStatus all, List<IncidentState> told) {
        StringBuilder words = new StringBuilder();
        for (IncidentState i : told) words.append(i.id).append(i.severity);
        for (FleetStatus.Surge s : all.surges())
            words.append(s.hold().stage()).append(s.hold().limit());
        return words.toString();
    }

    /** Tells what is new. */
    void follow() {
        for (String alert : Step.keys(alerts())) {
            List<IncidentState> told = told(alert).sorted(COSTLIEST).toList();
            boolean news = !words(step.fleetPage.status(told), told).equals(alerts().get(alert));
            if (told.isEmpty()) alerts().remove(alert);
            else if (news) step.tell(EventType.UPDATE, speaker(alert, told), Reason.SHARED_ALERT);
        }
    }

    /** The first one as long as it goes on, then the costliest. */
    private static IncidentState speaker(String alert, List<IncidentState> told) {
        return told.stream().filter(i -> i.id.equals(alert)).findFirst().orElse(told.get(0));
    }

    /** Takes an incident out; true where nothing is left, and its alert ends as {@code over} says. */
    boolean ends(IncidentState incident) {
        String alert = alertOf(incident);
        boolean told = incident.triggered;
        incident.triggered = false;
        incident.toldWith = "";
        if (alert.isEmpty()) return told;
        boolean last = told(alert).noneMatch(i -> i != incident);
        if (last) alerts().remove(alert);
        return last;
    }

    /** What was said last, by the id of the first one; a state of an earlier version has none. */
    private Map<String, String> alerts() {
        if (step.state.alerts == null) step.state.alerts = new HashMap<>();
        return step.state.alerts;
    }
}

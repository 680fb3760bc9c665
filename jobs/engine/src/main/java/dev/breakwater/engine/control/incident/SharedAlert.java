package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.rules.ExplainedExcess;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One alert for several incidents that have the same cause and page within minutes of each other. The alert has the key
 * of its first incident and the highest severity of all. The alert lists all incidents and ends with the last incident.
 * Each incident still has its own throttle. A pager does not notify people of an incident that joins. An incident
 * therefore gets its own key if it is worse or more expensive than the alert that people know.
 */
public final class SharedAlert {
    /** An incident that pages more than this time after the first incident gets its own alert. */
    static final long WITHIN = 10 * Step.MINUTE;

    /**
     * If at most this many functions share a name prefix, the prefix is a common stem in a fleet of any size.
     */
    private static final int FEW = 5;

    private static final int SHARE = 4;
    private static final int SHORTEST_STEM = 4;

    private final Comparator<String> oldest;
    private final Step step;
    private final AlertChanges changes;
    private final ExplainedExcess explained;

    public SharedAlert(Step step, AlertChanges changes, ExplainedExcess explained) {
        this.step = step;
        this.changes = changes;
        this.explained = explained;
        oldest = Comparator.comparingLong((String key) -> Step.known(step.state.alerts.open, key).rangAt)
                .thenComparing(Comparator.naturalOrder());
    }

    /**
     * Adds the incident to the oldest alert with the same cause. Returns false if there is no such alert, or if people
     * must be notified of the incident separately.
     */
    public boolean takes(IncidentState incident) {
        String key = ofOneCause(incident)
                .filter(k -> changes.isNoNews(Step.known(step.state.alerts.open, k), incident))
                .min(oldest)
                .orElse("");
        if (key.isEmpty()) return false;
        tell(incident, key);
        return true;
    }

    /**
     * Sets the incident whose alert reports this incident; empty if no other alert reports it. Buttons in a chat need
     * this incident, because a button knows only its alert.
     */
    void tell(IncidentState incident, String key) {
        incident.notices.toldWith = key;
        step.decide(DecisionType.TELL, Reason.SHARED_ALERT, Subject.of(incident), -1, Decision.Limits.NONE, key);
    }

    /**
     * The id of the newest alert with the same cause, which is the id of its first incident. The id is empty if no
     * alert has the same cause.
     */
    String beside(IncidentState incident) {
        return ofOneCause(incident).max(oldest).orElse("");
    }

    private Stream<String> ofOneCause(IncidentState incident) {
        return step.state.alerts.open.keySet().stream()
                .filter(key -> changes.told(key).stream().anyMatch(i -> i != incident && isOneCause(i, incident)));
    }

    private boolean isOneCause(IncidentState one, IncidentState other) {
        if (isSpread(one) || isSpread(other)) return true;
        if (one.scope.kind() == ScopeKind.GROUP) return explained.part(other, one.scope);
        if (other.scope.kind() == ScopeKind.GROUP) return explained.part(one, other.scope);
        boolean functions = one.scope.kind() == ScopeKind.FUNCTION && other.scope.kind() == ScopeKind.FUNCTION;
        return functions
                && (shareGroup(one.scope.key(), other.scope.key())
                        || shareTrigger(one.scope.key(), other.scope.key())
                        || shareStem(one.scope.key(), other.scope.key()));
    }

    private static boolean isSpread(IncidentState i) {
        return i.scope.kind() == ScopeKind.ACCOUNT && i.kind == IncidentKind.SPREAD;
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

    /**
     * Whether two names share a stem. A prefix that most function names share, such as the name of a stage, does not
     * count.
     */
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
}

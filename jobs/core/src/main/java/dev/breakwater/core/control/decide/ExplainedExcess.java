package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.PolicyBook.Group;
import java.util.List;

/**
 * What of a group's or an account's surge the incidents of its parts explain already: one surge, one page. An account is
 * judged on all functions that are raised, those that paged by themselves too: if it were reduced by them, a lower line would
 * find less of a spread. It is reduced by its groups, which tell of many functions themselves, and by what people accepted.
 */
final class ExplainedExcess {

    /** Two estimates of the same surge differ by less than this share of it. */
    private static final double LEAST_LEFT = .2;

    private final Step step;

    ExplainedExcess(Step step) {
        this.step = step;
    }

    /** The assessment with what its parts have claimed taken off; a function has no parts. */
    Assessment left(Assessment a) {
        if (a.scope().kind() == ScopeKind.FUNCTION) return a;
        if (isToldInFull(a)) return a.lowered(Level.WARN, a.excessHourNano(), a.excessNano());
        List<IncidentState> parts = step.state.open.values().stream()
                .filter(i -> i.pagedAt >= 0 || step.accepted.knows(i.scope()))
                .filter(i -> claims(i, a.scope()))
                .toList();
        if (parts.isEmpty()) return a;
        long hour = a.excessHourNano();
        long total = a.excessNano();
        for (IncidentState part : parts) {
            hour -= step.accepted.explained(part);
            total -= part.billedNano;
        }
        boolean explained = hour < LEAST_LEFT * a.excessHourNano();
        Level most = explained ? Level.NONE : step.lines.of(a.scope()).level(hour);
        return a.lowered(a.level().atLeast(most) ? most : a.level(), hour, Math.max(0, total));
    }

    private boolean claims(IncidentState part, Scope whole) {
        return part(part, whole)
                && (part.scopeKind.compareTo(whole.kind()) == -1
                        || whole.kind() == ScopeKind.ACCOUNT && step.accepted.knows(part.scope()));
    }

    /** Whether people were told of as many functions as are raised. */
    private boolean isToldInFull(Assessment a) {
        boolean spread = a.level() == Level.PAGE && a.evidence().test() == Evidence.Test.SPREAD;
        return spread && told(a.scope()).size() >= a.evidence().value();
    }

    /** The functions of an account or group that people were told of already, by name. */
    List<String> told(Scope whole) {
        return step.state.open.values().stream()
                .filter(i -> i.scopeKind == ScopeKind.FUNCTION && i.isTold() && part(i, whole))
                .map(i -> i.key)
                .sorted()
                .toList();
    }

    /** Whether an incident is of a part of the scope; a function has no parts. */
    boolean part(IncidentState incident, Scope whole) {
        if (whole.kind() == ScopeKind.FUNCTION) return false;
        if (whole.kind() == ScopeKind.ACCOUNT) return incident.scopeKind != ScopeKind.ACCOUNT;
        if (incident.scopeKind != ScopeKind.FUNCTION) return false;
        Group group = step.terms.book().group(whole.key());
        return group != null
                && group.match().matches(incident.key, step.terms.fleet().tags(incident.key));
    }
}

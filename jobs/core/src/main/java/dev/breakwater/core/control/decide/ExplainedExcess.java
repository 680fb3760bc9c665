package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.PolicyBook.Group;
import java.util.List;

/**
 * What of a group's or an account's surge the incidents of its parts explain already: one surge, one page. What paged
 * functions cost is left out of an account's excess before it comes here (see {@code ContributionDelta}), so that an account
 * is reduced by its groups only, and by functions whose line is automatic: of these only control knows whether they paged.
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
                        || whole.kind() == ScopeKind.ACCOUNT && step.lines.isAutomatic(part.scope()));
    }

    /** Whether an incident is of a part of the scope. */
    boolean part(IncidentState incident, Scope whole) {
        if (whole.kind() == ScopeKind.ACCOUNT) return incident.scopeKind != ScopeKind.ACCOUNT;
        if (incident.scopeKind != ScopeKind.FUNCTION) return false;
        Group group = step.terms.book().group(whole.key());
        return group != null
                && group.match().matches(incident.key, step.terms.fleet().tags(incident.key));
    }
}

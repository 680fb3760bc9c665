package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import java.util.Map;

/**
 * Computes how much of a group's or an account's surge is explained by the incidents of its parts. One surge therefore
 * causes only one page. An account is judged on all functions with a raised cost, even on functions that have their own
 * page. If Breakwater subtracted functions with their own page, an attack that spreads over many functions would stay
 * hidden. The cost that groups explain is subtracted, because a group already covers many functions. Accepted surges
 * are subtracted too.
 */
public record ExplainedExcess(Step step, Accepted accepted, MoneyLines lines) {
    /**
     * If the unexplained rest is below this share of the surge, the surge counts as explained, because two estimates of
     * the same surge differ by that much.
     */
    private static final double LEAST_LEFT = .2;

    /**
     * The assessment minus the amount that the scope's parts explain. A function has no parts that could explain its
     * cost. The cost since onset also excludes ended incidents of parts. Each dollar therefore counts only for the
     * scope that was first to report that dollar.
     */
    public Assessment left(Assessment a) {
        if (a.scope().kind() == ScopeKind.FUNCTION) return a;
        long total = Math.max(0, a.amounts().excess() - toldByParts(a));
        long now = Math.max(0, a.amounts().billedRecent() - toldNow(a.scope()));
        if (isToldInFull(a)) return a.lowered(Level.WARN, a.amounts().excessHour(), total, now);
        List<IncidentState> parts = step.state.incidents.open.values().stream()
                .filter(i -> i.notices.pagedAt >= 0 || accepted.knows(i.scope))
                .filter(i -> claims(i, a.scope()))
                .toList();
        if (parts.isEmpty()) return a.lowered(a.episode().level(), a.amounts().excessHour(), total, now);
        long hour = a.amounts().excessHour();
        for (IncidentState part : parts) hour -= accepted.explained(part);
        boolean explained = hour < LEAST_LEFT * a.amounts().excessHour();
        Level most = explained ? Level.NONE : lines.of(a.scope()).level(hour);
        return a.lowered(a.episode().level().atLeast(most) ? most : a.episode().level(), hour, total, now);
    }

    /** The present hourly cost of the open incidents of the scope's parts. */
    private long toldNow(Scope whole) {
        return step.state.incidents.open.values().stream()
                .filter(i -> part(i, whole))
                .mapToLong(i -> i.money.nowNano)
                .sum();
    }

    /**
     * The cost since onset that incidents of the scope's parts reported. The sum covers all open incidents, and the
     * last ended incident of each part.
     */
    private long toldByParts(Assessment a) {
        long told = 0;
        for (IncidentState i : step.state.incidents.open.values()) {
            if (part(i, a.scope())) told += within(a, i.money.billedNano, i.evidence.onset, i.evidence.lastMinute);
        }
        for (Map.Entry<String, IncidentState.Closed> e : step.state.incidents.closed.entrySet()) {
            Scope scope = Scope.parse(e.getKey());
            IncidentState.Closed ended = e.getValue();
            if (part(scope.kind(), scope.key(), a.scope()))
                told += within(a, ended.billedNano, ended.onset, ended.minute);
        }
        return told;
    }

    /**
     * The part of an incident's cost that falls into the time of the assessed surge. The cost is assumed to be spread
     * evenly over the incident.
     */
    private static long within(Assessment a, long nano, long from, long to) {
        long both = Math.min(to, a.minute()) - Math.max(from, a.episode().onset()) + 1;
        return both <= 0 || to < from ? 0 : Math.round((double) nano * both / (to - from + 1));
    }

    private boolean claims(IncidentState part, Scope whole) {
        return part(part, whole)
                && (part.scope.kind().ordinal() == whole.kind().ordinal() - 1
                        || whole.kind() == ScopeKind.ACCOUNT && accepted.knows(part.scope));
    }

    /** Whether all functions with a raised cost were reported. */
    private boolean isToldInFull(Assessment a) {
        boolean spread =
                a.episode().level() == Level.PAGE && a.episode().evidence().test() == Evidence.Test.SPREAD;
        return spread && told(a.scope()).size() >= a.episode().evidence().value();
    }

    /** The functions of an account or group that were already reported, by name. */
    public List<String> told(Scope whole) {
        // in a mass surge, this method is called for each function, and a function has no parts
        if (whole.kind() == ScopeKind.FUNCTION) return List.of();
        return step.state.incidents.open.values().stream()
                .filter(i -> i.scope.kind() == ScopeKind.FUNCTION && i.notices.isTold() && part(i, whole))
                .map(i -> i.scope.key())
                .sorted()
                .toList();
    }

    /** Whether an incident belongs to a part of the scope. */
    public boolean part(IncidentState incident, Scope whole) {
        return !incident.lasts() && part(incident.scope.kind(), incident.scope.key(), whole);
    }

    private boolean part(ScopeKind kind, String key, Scope whole) {
        if (whole.kind() == ScopeKind.FUNCTION) return false;
        if (whole.kind() == ScopeKind.ACCOUNT) return kind != ScopeKind.ACCOUNT;
        if (kind != ScopeKind.FUNCTION) return false;
        Group group = step.terms.book().group(whole.key());
        return group != null && group.match().matches(key, step.terms.fleet().tags(key));
    }
}

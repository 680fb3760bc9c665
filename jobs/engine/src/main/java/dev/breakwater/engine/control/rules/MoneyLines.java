package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Finding.AutoLine;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cost thresholds of this account and region. A stage that sees only one function uses the lowest possible
 * automatic threshold. Control knows the account's usual spend and checks every verdict again.
 */
public record MoneyLines(Step step, DayCosts dayCosts) {
    /** The reasons for which Breakwater pages, whatever the surge costs. */
    private static final Set<Reason> ABSOLUTE = Set.of(Reason.LOOP_DROPPED);
    /** Kinds of incidents that are not about a surge in cost. */
    private static final Set<IncidentKind> NOT_OF_A_DAY =
            Set.of(IncidentKind.DEPLOYMENT, IncidentKind.STARVED, IncidentKind.LASTING_CHANGE);

    private static final int SPENT_PART = 20;

    public Lines of(IncidentState incident) {
        return of(incident.scope);
    }

    Lines of(Scope scope) {
        Policy policy = step.terms.policyFor(scope.kind(), scope.key());
        long usual = step.state.usualHourNano();
        return usual < 0 ? policy.lines() : policy.lines(usual);
    }

    /** The page threshold if it is automatic, otherwise null. */
    public @Nullable AutoLine automatic(Scope scope) {
        boolean pages = step.terms.policyFor(scope.kind(), scope.key()).auto().page();
        return pages ? new AutoLine(of(scope).pageNano(), step.state.usualHourNano()) : null;
    }

    /**
     * Whether the last three minutes cost enough for a page. The statistical tests alone are not enough, because they
     * look back further than three minutes.
     */
    public boolean goesOn(IncidentState incident, Assessment a) {
        return a.amounts().recentHour() > of(incident).pageNano();
    }

    /**
     * Whether the surge costs so much an hour that it is throttled although the limit also refuses good calls, and
     * although it is known from earlier weeks.
     */
    public boolean isDear(Assessment a) {
        return hourNano(a) > dearNano(a.scope());
    }

    private long dearNano(Scope scope) {
        Worth worth = step.terms.policyFor(scope.kind(), scope.key()).throttle().worth();
        return Math.max(worth.alwaysAboveNano(), of(scope).throttleNano());
    }

    /** The hourly cost of a surge: the rate of the last three minutes or, if it is higher, the last hour's cost. */
    public static long hourNano(Assessment a) {
        return Math.max(a.amounts().recentHour(), a.amounts().excessHour());
    }

    /**
     * The hourly cost up to which a person's "no" to a proposed throttle holds. If the surge already costs more than is
     * always throttled, the "no" holds until the cost has doubled.
     */
    public long ceilingNano(Assessment a) {
        return isDear(a) ? 2 * hourNano(a) : dearNano(a.scope());
    }

    private boolean isAutomatic(Scope scope) {
        return step.terms.policyFor(scope.kind(), scope.key()).auto().any();
    }

    /** The assessment, reduced to the level that its cost reaches. */
    public Assessment within(Assessment a) {
        boolean absolute =
                ABSOLUTE.contains(a.episode().reason()) || a.episode().kind() == IncidentKind.STARVED;
        if (a.episode().level() == Level.NONE || absolute || !isAutomatic(a.scope())) return a;
        Lines lines = of(a.scope());
        Level most = lines.level(Math.max(a.amounts().excessHour(), early(a, lines)));
        // for a page, each of the newest hours must be costly, not only their mean
        if (a.lasts() && a.amounts().recentHour() <= lines.pageNano() && most == Level.PAGE) most = Level.WARN;
        boolean day = isDearDay(a, lines) && most != Level.NONE && !a.episode().closed();
        if (day && (a.episode().level() != Level.PAGE || most != Level.PAGE)) return a.raised(Reason.DAY_COST);
        return a.episode().level().atLeast(most) ? a.lowered(most) : a;
    }

    /** Whether the cost of 24 hours is high enough for a page below the hourly threshold. */
    private boolean isDearDay(Assessment a, Lines lines) {
        boolean pages =
                step.terms.policyFor(a.scope().kind(), a.scope().key()).auto().page();
        if (!pages
                || a.scope().kind() != ScopeKind.FUNCTION
                || a.early()
                || NOT_OF_A_DAY.contains(a.episode().kind())) return false;
        return dayCosts.with(a) > Lines.HOURS_IN_A_DAY * lines.pageNano();
    }

    /**
     * The cost at which a loop or a leap is judged. Both are recognised before they have cost much. The hourly rate of
     * a loop counts as soon as a twentieth of the threshold is spent.
     */
    private static long early(Assessment a, Lines lines) {
        long spent = a.amounts().excessHour();
        long rate = a.amounts().recentHour();
        boolean grows = a.episode().reason() == Reason.GROWTH && spent > lines.pageNano() / SPENT_PART;
        boolean leaps = a.episode().evidence().leaps() && Lines.exceededByLeap(rate, spent, lines.pageNano());
        return grows || leaps ? rate : 0;
    }
}

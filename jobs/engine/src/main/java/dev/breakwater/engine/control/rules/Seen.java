package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.SeenState;
import dev.breakwater.engine.control.state.SeenState.Hour;
import dev.breakwater.engine.policy.Worth;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in which hours of the last eight weeks each function surged, and how large each surge was. Baselines never
 * learn a surge, so a batch that runs each Sunday would page every Sunday without this memory. If a surge returns at
 * the same hour of the week and is less than twice as large, its throttle needs a person's approval. After two weeks
 * with the same surge, that surge is only a warning.
 *
 * <p>An attacker who returns each week can use this rule for at most eight hours of the week. Above ten times the page
 * threshold, the attack still pages. Above {@link Worth#alwaysAboveNano}, the attack is still throttled. A surge
 * without a page still counts in the sum of its account.
 */
public final class Seen {
    /**
     * How many hours of the week are remembered per function. Eight weeks therefore need at most 64 entries per
     * function.
     */
    static final int HOURS = 8;

    /** A surge that was seen in two earlier weeks pages only at this multiple of the page threshold. */
    static final int LINES = 10;

    private static final int WEEK = 7 * 24;
    private static final int WEEKS = 8;
    private static final int KNOWN_WEEKS = 2;
    /** The margin in hours. The comparison allows for clocks that change by an hour, and for jobs that start late. */
    private static final int SLACK = 1;

    private static final int ALIKE = 2;

    private final Step step;
    private final MoneyLines lines;

    public Seen(Step step, MoneyLines lines) {
        this.step = step;
        this.lines = lines;
    }

    /** Records a minute of a surge. */
    public void take(IncidentState incident, Assessment a) {
        if (a.scope().kind() != ScopeKind.FUNCTION || a.episode().level() == Level.NONE || a.early() || a.lasts())
            return;
        SeenState seen = step.state.seen.computeIfAbsent(a.scope().id(), id -> new SeenState());
        long hour = DataMinute.hourOf(a.minute());
        seen.hours.removeIf(h -> h.hour <= hour - WEEKS * WEEK);
        Hour at = at(seen, hour);
        if (at == null) return;
        at.demand = Math.max(at.demand, a.readings().observed().demandPerMinute());
        at.nanoPerHour = Math.max(at.nanoPerHour, a.amounts().recentHour());
        at.incident = incident.id;
        at.barred |= incident.throttle.attack || isDear(a);
    }

    /** The entry of an hour. Returns null if the function already has the largest allowed number of hours. */
    private static @Nullable Hour at(SeenState seen, long hour) {
        for (Hour h : seen.hours) if (h.hour == hour) return h;
        long known = seen.hours.stream()
                .map(h -> Math.floorMod(h.hour, WEEK))
                .distinct()
                .count();
        boolean again = seen.hours.stream().anyMatch(h -> Math.floorMod(h.hour - hour, WEEK) == 0);
        if (known >= HOURS && !again) return null;
        Hour at = new Hour();
        at.hour = hour;
        seen.hours.add(at);
        return at;
    }

    /** The number of earlier weeks with a surge at this time that was at least half as large. */
    private int weeks(Assessment a) {
        SeenState seen = step.state.seen.get(a.scope().id());
        if (seen == null) return 0;
        long hour = DataMinute.hourOf(a.minute());
        int weeks = 0;
        for (Hour h : seen.hours) {
            long week = Math.floorDiv(hour - h.hour + SLACK, WEEK);
            boolean sameTime = week >= 1 && Math.abs(hour - h.hour - week * WEEK) <= SLACK;
            if (sameTime && !h.barred && isLike(h, a)) weeks |= 1 << week;
        }
        return Integer.bitCount(weeks);
    }

    private static boolean isLike(Hour h, Assessment a) {
        return a.readings().observed().demandPerMinute() <= ALIKE * h.demand
                && a.amounts().recentHour() <= ALIKE * h.nanoPerHour;
    }

    /** Whether a person must approve the throttle, because the surge is known from an earlier week. */
    public boolean isKnown(IncidentState incident, Assessment a) {
        return !incident.throttle.attack && !isDear(a) && weeks(a) > 0;
    }

    /**
     * Returns the assessment, reduced to a warning if two earlier weeks had the same surge and people were not alerted
     * to the present surge.
     */
    public Assessment quiet(Assessment a) {
        if (a.scope().kind() != ScopeKind.FUNCTION || a.episode().level() != Level.PAGE || a.lasts() || isDear(a))
            return a;
        IncidentState open = step.state.incidents.open.get(a.scope().id());
        if (open != null && (open.throttle.attack || open.notices.isTold())) return a;
        boolean small = a.amounts().excessHour() <= LINES * lines.of(a.scope()).pageNano();
        return small && weeks(a) >= KNOWN_WEEKS ? a.lowered(Level.WARN) : a;
    }

    private boolean isDear(Assessment a) {
        Scope scope = a.scope();
        Worth worth = step.terms.policyFor(scope.kind(), scope.key()).throttle().worth();
        return Math.max(a.amounts().recentHour(), a.amounts().excessHour()) > worth.alwaysAboveNano();
    }

    /**
     * Marks an incident as an attack. Such an incident never excuses a later surge, and an earlier surge never excuses
     * such an incident.
     */
    public void attack(Request r) {
        SeenState seen = step.state.seen.get(r.scope().id());
        if (seen != null)
            seen.hours.stream().filter(h -> h.incident.equals(r.incident())).forEach(h -> h.barred = true);
        IncidentState open = step.state.incidents.open.get(r.scope().id());
        if (open != null && open.id.equals(r.incident())) open.throttle.attack = true;
    }

    /** Removes functions that had no surge for eight weeks. */
    public void forget() {
        long newest = Math.floorDiv(step.now, Step.HOUR);
        step.state.seen.values().removeIf(s -> s.hours.stream().allMatch(h -> h.hour <= newest - WEEKS * WEEK));
    }
}

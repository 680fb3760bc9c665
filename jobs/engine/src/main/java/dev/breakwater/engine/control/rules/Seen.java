package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.SeenState;
import dev.breakwater.engine.control.state.SeenState.Hour;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Level;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in which hours of the last eight weeks each function had a surge at page level, and how large each surge
 * was. Baselines never learn a surge, so a batch that runs each Sunday would page every Sunday without this memory. If
 * a surge returns at the same hour of the week and is less than twice as large, its throttle needs a person's approval.
 * After two weeks with the same surge, or after a week in which a person accepted it, the surge is only a warning.
 *
 * <p>An attacker who returns each week can use this rule for at most eight hours of the week, each with the hour before
 * and after it. Unless a person accepted a surge, it still pages above ten times the page threshold. Above the cost at
 * which Breakwater always throttles ({@link MoneyLines#isDear}), nothing is excused.
 */
public record Seen(Step step, MoneyLines lines) {
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

    /**
     * Records a minute of a surge that would page without an excuse. Warnings are not recorded, because a noisy
     * function would use up its hours of the week.
     *
     * @param a the assessment before {@link #quiet} reduced it
     */
    public void take(IncidentState incident, Assessment a) {
        if (a.scope().kind() != ScopeKind.FUNCTION || a.episode().level() != Level.PAGE || a.early() || a.lasts())
            return;
        SeenState seen = step.state.seen.computeIfAbsent(a.scope().id(), id -> new SeenState());
        long hour = DataMinute.hourOf(a.minute());
        seen.hours.removeIf(h -> h.hour <= hour - WEEKS * WEEK);
        Hour at = at(seen, hour);
        if (at == null) return;
        at.demand = Math.max(at.demand, a.readings().observed().demandPerMinute());
        at.nanoPerHour = Math.max(at.nanoPerHour, a.amounts().recentHour());
        at.incident = incident.id;
        at.barred |= incident.throttle.attack || lines.isDear(a);
        at.accepted |= seen.hours.stream().anyMatch(h -> h.accepted && h.incident.equals(incident.id));
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

    /** The hours of earlier weeks at this time whose surge was at least half as large. */
    private List<Hour> earlier(Assessment a) {
        SeenState seen = step.state.seen.get(a.scope().id());
        if (seen == null) return List.of();
        long hour = DataMinute.hourOf(a.minute());
        return seen.hours.stream()
                .filter(h -> isSameTime(hour - h.hour) && !h.barred && isLike(h, a))
                .toList();
    }

    private static boolean isSameTime(long hours) {
        long weeks = weeks(hours);
        return weeks >= 1 && Math.abs(hours - weeks * WEEK) <= SLACK;
    }

    /** The whole weeks in this many hours. A surge may be early by the slack. */
    private static long weeks(long hours) {
        return Math.floorDiv(hours + SLACK, WEEK);
    }

    private static boolean isKnownWell(List<Hour> earlier, long hour) {
        return earlier.stream().map(h -> weeks(hour - h.hour)).distinct().count() >= KNOWN_WEEKS;
    }

    private static boolean isLike(Hour h, Assessment a) {
        return a.readings().observed().demandPerMinute() <= ALIKE * h.demand
                && a.amounts().recentHour() <= ALIKE * h.nanoPerHour;
    }

    /** Whether a person must approve the throttle, because the surge is known from an earlier week. */
    public boolean isKnown(IncidentState incident, Assessment a) {
        return !incident.throttle.attack && !lines.isDear(a) && !earlier(a).isEmpty();
    }

    /**
     * Returns the assessment, reduced to a warning if a person accepted the same surge in an earlier week, or if it came
     * in two earlier weeks. A surge to which people were already alerted is returned unchanged.
     */
    public Assessment quiet(Assessment a) {
        if (a.scope().kind() != ScopeKind.FUNCTION || a.episode().level() != Level.PAGE || a.lasts() || lines.isDear(a))
            return a;
        IncidentState open = step.state.incidents.open.get(a.scope().id());
        if (open != null && (open.throttle.attack || open.notices.isTold())) return a;
        boolean small = a.amounts().excessHour() <= LINES * lines.of(a.scope()).pageNano();
        List<Hour> earlier = earlier(a);
        boolean excused = earlier.stream().anyMatch(h -> h.accepted)
                || small && isKnownWell(earlier, DataMinute.hourOf(a.minute()));
        return excused ? a.lowered(Level.WARN) : a;
    }

    /**
     * Marks an incident as an attack. Such an incident never excuses a later surge, and an earlier surge never excuses
     * such an incident.
     */
    public void attack(Request r) {
        hours(r).forEach(h -> h.barred = true);
        IncidentState open = step.state.incidents.open.get(r.scope().id());
        if (open != null && open.id.equals(r.incident())) open.throttle.attack = true;
    }

    /** Lets a surge that a person accepted excuse later surges at the same time of the week. */
    public void accept(Request r) {
        hours(r).forEach(h -> h.accepted = true);
    }

    private Stream<Hour> hours(Request r) {
        SeenState seen = step.state.seen.get(r.scope().id());
        return seen == null ? Stream.of() : seen.hours.stream().filter(h -> h.incident.equals(r.incident()));
    }

    /** Removes functions that had no surge for eight weeks. */
    public void forget() {
        long newest = Math.floorDiv(step.now, Step.HOUR);
        step.state.seen.values().removeIf(s -> s.hours.stream().allMatch(h -> h.hour <= newest - WEEKS * WEEK));
    }
}

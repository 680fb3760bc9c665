package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.AcceptedState;
import dev.breakwater.engine.control.state.IncidentMoney;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reading;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Surges that people have accepted, as the new normal or at a time of the week. An accepted surge is only a warning,
 * without a page or throttle. The surge can page again when the acceptance ends, or when the surge costs more than
 * twice the accepted cost.
 */
public final class Accepted {
    /**
     * The largest number of stored acceptances, which is more than people make by hand. Above this number, the
     * acceptances that end first are dropped.
     */
    public static final int MOST = 1_000;

    private final Step step;
    private final MoneyLines lines;

    public Accepted(Step step, MoneyLines lines) {
        this.step = step;
        this.lines = lines;
    }

    public boolean is(Scope scope) {
        IncidentState open = step.state.incidents.open.get(scope.id());
        if (isNormal(scope, open == null ? 0 : open.hourNano())) return true;
        return open != null
                && week(open, scope, open.evidence.lastMinute, open.evidence.newest.observed())
                        .isPresent();
    }

    private boolean isNormal(Scope scope, long hourNano) {
        return isCovered(scope.id(), hourNano);
    }

    private boolean isCovered(String slot, long hourNano) {
        AcceptedState accepted = step.state.requests.acceptances.get(slot);
        return accepted != null && step.now < accepted.until && hourNano <= accepted.coverNano();
    }

    /** Whether the surge has an acceptance, even if the surge now costs more than the accepted cost. */
    boolean knows(Scope scope) {
        return step.state.requests.acceptances.containsKey(scope.id()) || is(scope);
    }

    /**
     * The part of the account's sum that an incident explains, nano-USD an hour. For an accepted incident without an
     * alert, the result is at most the accepted amount.
     */
    long explained(IncidentState incident) {
        AcceptedState accepted = step.state.requests.acceptances.get(incident.scope.id());
        long billed = Math.max(0, incident.money.billedHourNano);
        if (accepted == null || step.now >= accepted.until || incident.notices.isTold()) return billed;
        return Math.min(billed, accepted.coverNano());
    }

    /**
     * The weekly acceptance that covers this minute. A weekly acceptance does not cover a surge that people were
     * already paged for.
     */
    private Optional<Request> week(@Nullable IncidentState open, Scope scope, long minute, Reading seen) {
        if (open != null && open.notices.isTold()) return Optional.empty();
        return Step.values(step.state.requests.weekly).stream()
                .filter(r -> r.scope().equals(scope))
                .filter(r -> r.weekly().covers(minute, seen.usdPerHour())
                        || isOf(r, open) && r.weekly().isNoLarger(seen.usdPerHour()))
                .findFirst();
    }

    private static boolean isOf(Request said, @Nullable IncidentState open) {
        return open != null && open.id.equals(said.incident());
    }

    /** The assessment, reduced to a warning if people have accepted the surge. */
    public Assessment quiet(Assessment a) {
        if (a.lasts()) return isCovered(a.slot(), a.amounts().excessHour()) ? a.lowered(Level.NONE) : a;
        if (a.episode().level() != Level.PAGE) return a;
        IncidentState open = step.state.incidents.open.get(a.scope().id());
        Optional<Request> week = week(open, a.scope(), a.minute(), a.readings().observed());
        if (week.isEmpty() && !isNormal(a.scope(), hourNano(a))) return a;
        // if an accepted surge continues, the accepted time is extended
        week.filter(r -> isOf(r, open)).ifPresent(r -> keep(r.each(r.weekly().through(a.minute()))));
        return a.lowered(Level.WARN);
    }

    /**
     * The cost that an acceptance covers. While an incident is open, this is the cost of all demanded calls, because
     * the limit will be released. Without an open incident, it is the page threshold.
     */
    private long costOf(Scope scope, @Nullable IncidentState open) {
        long line = lines.of(scope).pageNano();
        return open == null ? line : Math.max(line, Math.max(open.hourNano(), open.demandHourNano()));
    }

    private static long hourNano(Assessment a) {
        long rate = IncidentMoney.perHour(
                a.minute() - a.episode().onset() + 1,
                a.amounts().billed(),
                a.amounts().billedHour());
        return Math.max(a.amounts().billedHour(), rate);
    }

    /**
     * Whether a request changes anything. Only the newest request about a scope counts. A known or expired request
     * changes nothing.
     */
    public boolean isNews(Request said) {
        if (said.until() <= step.now) return false;
        if (!said.weekly().present()) {
            AcceptedState known = step.state.requests.acceptances.get(slot(said));
            return known == null || known.until != said.until();
        }
        Request known = step.state.requests.weekly.get(said.accepts());
        return known == null || known.until() != said.until();
    }

    /** The incident that was accepted. Accepting a lasting change does not excuse a surge. */
    private String slot(Request said) {
        if (said.weekly().present()) return said.scope().id();
        String lasting = said.scope().slot(IncidentKind.LASTING_CHANGE);
        IncidentState open = step.state.incidents.open.get(lasting);
        AcceptedState known = step.state.requests.acceptances.get(lasting);
        boolean speaks = open != null && open.id.equals(said.incident())
                || known != null && said.incident().equals(known.incident);
        return speaks ? lasting : said.scope().id();
    }

    public void take(Request said) {
        String slot = slot(said);
        IncidentState open = step.state.incidents.open.get(slot);
        if (said.weekly().present()) {
            double now = open != null && isOf(said, open)
                    ? open.evidence.newest.observed().usdPerHour()
                    : 0;
            said = said.each(said.weekly().atLeast(now).upTo(times(said)));
            keep(said);
        } else {
            AcceptedState accepted = new AcceptedState();
            accepted.until = said.until();
            accepted.hourNano = costOf(said.scope(), open) * times(said) / AcceptedState.LARGER;
            accepted.incident = said.incident();
            step.state.requests.acceptances.put(slot, accepted);
            bound(step.state.requests.acceptances, Map.Entry.comparingByValue(Comparator.comparingLong(x -> x.until)));
        }
        step.decide(
                DecisionType.ACCEPT,
                Reason.ACCEPTED,
                open == null ? Subject.of(said.scope(), said.incident()) : Subject.of(open),
                -1,
                Subject.Limit.until(said.until()),
                words(said, slot));
    }

    /**
     * Whether an acceptance applies to this open incident, or applies if none is open. A weekly acceptance applies only
     * to its own open incident.
     */
    public boolean appliesTo(Request said, @Nullable IncidentState open) {
        return !said.weekly().present() || open == null || isOf(said, open);
    }

    /** The open incident that a request accepts, or null. */
    public @Nullable IncidentState incident(Request said) {
        return step.state.incidents.open.get(slot(said));
    }

    private static int times(Request said) {
        return said.times() == 0 ? AcceptedState.LARGER : said.times();
    }

    /**
     * The person who accepted, and the largest cost that the acceptance covers. The text of a weekly acceptance already
     * names the cost.
     */
    private String words(Request said, String slot) {
        if (said.weekly().present()) return said.words();
        AcceptedState accepted = step.state.requests.acceptances.get(slot);
        // if there are too many acceptances, the acceptance that ends first is dropped
        if (accepted == null) return said.words();
        double usd = accepted.coverNano() / 1e9;
        return said.words() + String.format(Locale.ROOT, ", up to %.2f USD an hour above normal", usd);
    }

    private void keep(Request week) {
        Map<String, Request> weekly = step.state.requests.weekly;
        weekly.put(week.accepts(), week);
        bound(weekly, Map.Entry.comparingByValue(Comparator.comparingLong(Request::until)));
    }

    private static <T> void bound(Map<String, T> accepted, Comparator<Map.Entry<String, T>> byEnd) {
        while (accepted.size() > MOST) {
            accepted.entrySet().stream()
                    .min(byEnd.thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(first -> accepted.remove(first.getKey()));
        }
    }

    public void forget() {
        step.state.requests.acceptances.values().removeIf(accepted -> step.now >= accepted.until);
        step.state.requests.weekly.values().removeIf(week -> step.now >= week.until());
    }
}

package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.AcceptedState;
import dev.breakwater.engine.control.state.IncidentMoney;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Surges that people have accepted as the new normal. An accepted surge is only a warning, without a page or throttle.
 * The surge can page again when the acceptance ends, or when the surge costs more than twice the accepted cost.
 */
public record Accepted(Step step, MoneyLines lines) {
    /**
     * The largest number of stored acceptances, which is more than people make by hand. Above this number, the
     * acceptances that end first are dropped.
     */
    public static final int MOST = 1_000;

    /** The multiple of the accepted cost that an acceptance covers, unless the person chose another one. */
    private static final int TIMES = 2;

    public boolean is(Scope scope) {
        IncidentState open = step.state.incidents.open.get(scope.id());
        return isCovered(scope.id(), open == null ? 0 : open.hourNano());
    }

    private boolean isCovered(String slot, long hourNano) {
        AcceptedState accepted = of(slot);
        return accepted != null && hourNano <= accepted.coverNano();
    }

    /** The acceptance in force, or null. */
    private @Nullable AcceptedState of(String slot) {
        AcceptedState accepted = step.state.requests.acceptances.get(slot);
        return accepted == null || step.now >= accepted.until || accepted.isTakenBack() ? null : accepted;
    }

    /** Whether the surge has an acceptance, even if the surge now costs more than the accepted cost. */
    boolean knows(Scope scope) {
        return of(scope.id()) != null;
    }

    /** Whether a person has accepted this incident of the scope since then. */
    public boolean isSince(Scope scope, String incident, long time) {
        AcceptedState accepted = of(scope.id());
        return accepted != null && accepted.incident.equals(incident) && accepted.since >= time;
    }

    /**
     * The part of the account's sum that an incident explains, nano-USD an hour. For an accepted incident without an
     * alert, the result is at most the accepted amount.
     */
    long explained(IncidentState incident) {
        AcceptedState accepted = of(incident.scope.id());
        long billed = Math.max(0, incident.money.billedHourNano);
        if (accepted == null || incident.notices.isTold()) return billed;
        return Math.min(billed, accepted.coverNano());
    }

    /** The assessment, reduced to a warning if people have accepted the surge. */
    public Assessment quiet(Assessment a) {
        if (a.lasts()) return isCovered(a.slot(), a.amounts().excessHour()) ? a.lowered(Level.NONE) : a;
        if (a.episode().level() != Level.PAGE) return a;
        return isCovered(a.scope().id(), hourNano(a)) ? a.lowered(Level.WARN) : a;
    }

    /**
     * The cost that an acceptance covers. While an incident is open, this is the cost of all demanded calls, because
     * the limit will be released. Without an open incident, it is the cost at which the same incident was accepted
     * before, or otherwise the page threshold.
     */
    private long costOf(Request said, @Nullable IncidentState open, @Nullable AcceptedState before) {
        if (open == null && before != null && !before.isTakenBack() && before.incident.equals(said.incident()))
            return before.hourNano;
        long line = lines.of(said.scope()).pageNano();
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
        AcceptedState known = step.state.requests.acceptances.get(slot(said));
        return known == null || known.until != said.until();
    }

    /** The incident that was accepted. Accepting a lasting change does not excuse a surge. */
    private String slot(Request said) {
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
        AcceptedState accepted = new AcceptedState();
        accepted.since = said.at();
        accepted.until = said.until();
        accepted.hourNano = costOf(said, open, step.state.requests.acceptances.get(slot));
        accepted.times = said.times() == 0 ? TIMES : said.times();
        accepted.incident = said.incident();
        step.state.requests.acceptances.put(slot, accepted);
        bound(step.state.requests.acceptances);
        step.decide(
                DecisionType.ACCEPT,
                Reason.ACCEPTED,
                open == null ? Subject.of(said.scope(), said.incident()) : Subject.of(open),
                -1,
                Decision.Limits.until(said.until()),
                words(said, slot));
    }

    /** Ends the acceptance of a surge that a person calls an attack. The state keeps it, so that it is not read again. */
    public void takeBack(Request attack) {
        IncidentState open = incident(attack);
        AcceptedState accepted = of(slot(attack));
        IncidentState same = open != null && open.id.equals(attack.incident()) ? open : null;
        if (accepted == null || same == null && !accepted.incident.equals(attack.incident())) return;
        accepted.hourNano = AcceptedState.TAKEN_BACK;
        if (open != null) open.notices.accepted = false;
        step.decide(
                DecisionType.ACCEPT,
                Reason.ACCEPTED,
                same != null ? Subject.of(same) : Subject.of(attack.scope(), attack.incident()),
                -1,
                Decision.Limits.until(step.now),
                "the acceptance has ended, and the surge can page and be throttled again");
    }

    /** The open incident that a request accepts, or null. */
    public @Nullable IncidentState incident(Request said) {
        return step.state.incidents.open.get(slot(said));
    }

    /**
     * The person who accepted, and the largest cost that the acceptance covers.
     */
    private String words(Request said, String slot) {
        AcceptedState accepted = step.state.requests.acceptances.get(slot);
        // if there are too many acceptances, the acceptance that ends first is dropped
        if (accepted == null) return said.words();
        double usd = accepted.coverNano() / 1e9;
        return said.words() + String.format(Locale.ROOT, ", up to %.2f USD an hour above normal", usd);
    }

    private static void bound(Map<String, AcceptedState> accepted) {
        while (accepted.size() > MOST) {
            accepted.entrySet().stream()
                    .min(Comparator.comparingLong((Map.Entry<String, AcceptedState> e) -> e.getValue().until)
                            .thenComparing(Map.Entry.comparingByKey()))
                    .ifPresent(first -> accepted.remove(first.getKey()));
        }
    }

    public void forget() {
        step.state.requests.acceptances.values().removeIf(accepted -> step.now >= accepted.until);
    }
}

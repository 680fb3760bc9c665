package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.EndedState;
import dev.breakwater.core.control.Finding;
import dev.breakwater.core.control.IncidentId;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.limit.LimitState;
import dev.breakwater.core.limit.LimitState.Life;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Level;
import dev.breakwater.core.model.NanoUsd;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Mode;
import java.util.List;
import java.util.Locale;

/** Opens, pages, updates, absorbs and closes incidents. A warning is only recorded, and a page is sent. */
final class Incidents {
    /** An incident without data for this long is closed, because its source is lost. */
    private static final long SILENCE = 3 * Step.HOUR;
    /**
     * A lasting change ends if it has no data for this long. A lasting change gets data only when its function is
     * called, which may be once a day.
     */
    private static final long LASTING_SILENCE = 25 * Step.HOUR;

    /** A kind that people know changes only after this many minutes of evidence for another kind. */
    private static final long KIND_STANDS = 5;

    private final Step step;
    private final MoneyLines lines;
    private final Accepted accepted;
    private final ExplainedExcess explained;
    private final FirstHours firstHours;
    private final Alarms alarms;
    private final Alerts alerts;

    Incidents(
            Step step,
            MoneyLines lines,
            Accepted accepted,
            ExplainedExcess explained,
            FirstHours firstHours,
            Alarms alarms,
            Alerts alerts) {
        this.step = step;
        this.lines = lines;
        this.accepted = accepted;
        this.explained = explained;
        this.firstHours = firstHours;
        this.alarms = alarms;
        this.alerts = alerts;
    }

    /** The open incident of the assessed scope, or null. Opens an incident if the evidence requires it. */
    IncidentState find(Assessment a) {
        IncidentState open = step.state.open.get(a.slot());
        if (open != null && !a.lasts() && isAnother(a, open)) {
            close(open, Reason.CALM);
            open = null;
        }
        if (open != null || a.episode().closed() || a.episode().level() == Level.NONE) return open;
        EndedState ended = step.state.closedScopes.get(a.slot());
        if (ended != null && a.minute() <= ended.minute) return null;
        return open(a, ended);
    }

    /**
     * Whether a surge counts as new, because it began long after the last evidence. The feed had a gap, so the end of
     * the earlier surge was not seen.
     */
    private static boolean isAnother(Assessment a, IncidentState open) {
        return a.episode().level() != Level.NONE && a.episode().onset() > open.lastEvidence + AlertChanges.CALM;
    }

    private IncidentState open(Assessment a, EndedState ended) {
        IncidentState incident = new IncidentState();
        incident.scopeKind = a.scope().kind();
        incident.account = a.scope().account();
        incident.region = a.scope().region();
        incident.key = a.scope().key();
        incident.kind = a.episode().kind();
        name(incident, a, ended);
        takeOver(incident);
        incident.detectedMinute = a.minute();
        // a minute known only from platform reports is judged again when it is complete
        incident.lastMinute = a.early() ? a.episode().onset() - 1 : a.minute();
        step.state.open.put(a.slot(), incident);
        learn(incident, a);
        incident.found = Finding.of(a, incident, lines.automatic(a.scope()));
        step.decide(DecisionType.OPEN, a.episode().reason(), incident, a.minute());
        return incident;
    }

    /**
     * Takes over the records of an adopted lease of the same incident. The alerts of the adopted lease end together
     * with this incident.
     */
    private void takeOver(IncidentState incident) {
        IncidentState adopted = step.ended(incident.id, incident.key);
        if (adopted == null) return;
        step.state.ended.values().remove(adopted);
        incident.triggered = adopted.triggered;
        incident.toldWith = adopted.toldWith;
        incident.tellAgain = adopted.isAlerted();
        incident.heardSeverity = adopted.heardSeverity;
        incident.heardHourNano = adopted.heardHourNano;
        incident.actions.addAll(adopted.actions);
    }

    private static void name(IncidentState incident, Assessment a, EndedState ended) {
        incident.episodeOnset = a.episode().onset();
        incident.onset = a.episode().onset();
        if (ended != null && a.episode().onset() <= ended.minute) {
            // the surge continues after its incident was closed, and the new incident needs a new id
            incident.onset = ended.minute + 1;
            if (a.episode().onset() == ended.onset) {
                incident.excessBaseNano = ended.excessNano;
                incident.billedBaseNano = ended.billedNano;
            }
        }
        // a surge that began in the same minute must have another id
        incident.id = a.lasts() ? IncidentId.of(a.slot() + '|' + a.minute()) : IncidentId.of(a.scope(), incident.onset);
    }

    /** Stores the newest assessment. A deployment gets severity INFO. */
    void learn(IncidentState incident, Assessment a) {
        incident.seenAt = step.now;
        if (a.minute() >= incident.lastMinute) {
            incident.newest = new IncidentSnapshot.Newest(
                    a.readings().observed(), a.readings().expected());
            incident.now(a);
        }
        if (!a.early()) incident.lastMinute = Math.max(incident.lastMinute, a.minute());
        incident.lastEvidence = Math.max(incident.lastEvidence, a.episode().lastEvidence());
        if (a.lasts() && a.episode().closed()) return;
        incident.excessHourNano = a.amounts().excessHour();
        incident.mostHourNano = Math.max(incident.mostHourNano, incident.excessHourNano);
        incident.excessNano = Math.max(0, a.amounts().excess() - incident.excessBaseNano);
        incident.billedHourNano = a.amounts().billedHour();
        incident.billedNano = Math.max(0, a.amounts().billed() - incident.billedBaseNano);
        incident.mostNano = Math.max(incident.mostNano, incident.billedNano);
        long throttle = lines.of(incident).throttleNano();
        boolean mayCome =
                mayThrottle(incident) && !step.terms.policyFor(incident).protect();
        incident.throttleAboveNano = mayCome && incident.mostHourNano <= throttle ? throttle : 0;
        incident.growthPerMinute = a.readings().growthPerMinute();
        if (a.episode().level() == Level.PAGE) incident.pageMinute = Math.max(incident.pageMinute, a.minute());
        if (a.episode().level() == Level.NONE) return;
        kind(incident, a);
        if (a.episode().kind() == IncidentKind.DEPLOYMENT) return;
        boolean paged = incident.pagedAt >= 0 || a.episode().level() == Level.PAGE;
        incident.severity = incident.severity.or(Severity.of(paged, incident.excessHourNano, throttle));
    }

    /** Takes over the kind. After the page, another kind counts only after five minutes in a row. */
    private static void kind(IncidentState incident, Assessment a) {
        IncidentKind kind = a.episode().kind();
        if (kind != incident.newestKind) {
            incident.newestKind = kind;
            incident.newestKindSince = a.minute();
        }
        boolean stands = a.minute() - incident.newestKindSince >= KIND_STANDS - 1;
        if (incident.pagedAt < 0 || stands) incident.kind = kind;
    }

    /**
     * Decides the first page. Returns whether the page must be sent. The result may become true later if the mode
     * changes.
     */
    boolean page(IncidentState incident, Assessment a) {
        if (a.episode().level() != Level.PAGE) return false;
        boolean silent = step.terms.mode(incident) == Mode.OBSERVE;
        if (incident.pagedAt < 0) {
            incident.recordedOnly = silent;
            incident.pagedAt = (Math.max(incident.lastMinute, a.minute()) + 1) * Step.MINUTE;
            incident.found = Finding.of(a, incident, lines.automatic(a.scope()));
            List<String> told = explained.told(a.scope());
            String words = told.isEmpty() ? "" : "reported already: " + String.join(", ", told);
            Reason why = silent ? Reason.MODE_OBSERVE : Reason.PAGED;
            step.decide(DecisionType.PAGE, why, Subject.of(incident), a.minute(), Subject.Limit.NONE, words);
            refuseProtected(incident, a.minute());
        }
        incident.recordedOnly &= silent;
        return !silent && (!incident.isTold() || incident.tellAgain);
    }

    /** Whether the scope and the mode allow a throttle. */
    private boolean mayThrottle(IncidentState incident) {
        return incident.scopeKind == ScopeKind.FUNCTION
                && !incident.lasts()
                && step.terms.mode(incident).atLeast(Mode.APPROVE);
    }

    /** Explains why a paged incident was never throttled, if only its low cost prevented that. */
    private static String tooCheap(IncidentState incident) {
        if (incident.pagedAt < 0 || incident.throttleAboveNano == 0 || !incident.actions.isEmpty()) return "";
        return String.format(
                Locale.ROOT,
                "not throttled: the cost was at most %.2f USD above normal in an hour, and a throttle needs more "
                        + "than %.2f USD",
                NanoUsd.usd(incident.mostHourNano),
                NanoUsd.usd(incident.throttleAboveNano));
    }

    /**
     * Makes the page of a protected function say why the function is not throttled. The page gives the reason even if
     * the cost is below the throttle threshold.
     */
    private void refuseProtected(IncidentState incident, long minute) {
        if (!mayThrottle(incident) || !step.terms.policyFor(incident).protect()) return;
        if (incident.refused.contains(Reason.PROTECTED)) return;
        incident.refused.add(Reason.PROTECTED);
        step.decide(DecisionType.REFUSE, Reason.PROTECTED, incident, minute);
    }

    /**
     * Sends a separate alert once, to ask people about an incident. Breakwater does not ask people about an incident
     * without an alert.
     */
    void ask(IncidentState incident, Assessment a) {
        if (incident.pagedAt < 0) return;
        if (a.episode().reason() != Reason.NEW_NORMAL_ASKED || incident.asked || accepted.is(a.scope())) return;
        incident.asked = true;
        alone(incident, a.episode().reason());
    }

    /** Sends a separate alert, because people must answer. */
    void alone(IncidentState incident, Reason reason) {
        if (incident.triggered) {
            alerts.update(incident, reason);
        } else if (incident.isTold()) {
            FleetPage.leave(incident);
            // another incident's alert may have reported only this incident
            if (incident.isToldWith()) alerts.resolve(incident, reason);
            alerts.open(incident, reason);
        }
    }

    /**
     * Whether an account or group is calm again because the incident of a part explains its cost. The part's incident
     * must not have begun earlier than the incident of the account or group.
     */
    boolean absorbed(IncidentState incident, Assessment a) {
        if (incident.scopeKind == ScopeKind.FUNCTION || a.episode().level() != Level.NONE) return false;
        return step.state.open.values().stream()
                .anyMatch(i -> i.detectedMinute >= incident.onset && explained.part(i, incident.scope()));
    }

    static long silentAt(IncidentState incident) {
        return incident.seenAt + (incident.lasts() ? LASTING_SILENCE : SILENCE);
    }

    void close(IncidentState incident, Reason reason) {
        incident.closeReason = reason;
        incident.endedAt = reason == Reason.END_OF_INPUT ? -1 : (incident.lastEvidence + 1) * Step.MINUTE;
        step.state.open.remove(incident.slot());
        alarms.writeAll(incident);
        if (!incident.lasts()) remember(incident);
        step.decide(
                DecisionType.CLOSE,
                reason,
                Subject.of(incident),
                incident.lastMinute,
                Subject.Limit.NONE,
                tooCheap(incident));
        if (!isHeldFor(incident)) {
            settle(incident);
            return;
        }
        step.state.ended.put(IncidentId.on(incident.id, incident.key), incident);
        step.stand(EventType.UPDATE, incident, reason);
    }

    /** Whether the incident has a limit that is requested, held, or not yet observed as released. */
    boolean isHeldFor(IncidentState incident) {
        if (incident.scopeKind != ScopeKind.FUNCTION || incident.lasts()) return false;
        LeaseState lease = step.state.leases.get(incident.key);
        return lease != null && lease.incident.equals(incident.id)
                || step.state.limits.values().stream()
                        .anyMatch(l -> l.life == Life.RETURNING
                                && !l.toldBack
                                && l.incident.equals(incident.id)
                                && l.function.equals(incident.key));
    }

    /** Finishes a closed incident that no longer has a limit. */
    void settleIfOver(IncidentState incident) {
        if (!step.isOpen(incident) && !isHeldFor(incident)) settle(incident);
    }

    /**
     * Finishes all closed incidents without a limit. In state of older versions, the limit of a closed incident may now
     * belong to another incident.
     */
    void settleOver() {
        for (String id : Step.keys(step.state.ended)) settleIfOver(step.state.ended.get(id));
    }

    private void remember(IncidentState incident) {
        EndedState ended = new EndedState();
        ended.minute = incident.lastMinute;
        ended.onset = incident.episodeOnset;
        ended.excessNano = incident.excessNano + incident.excessBaseNano;
        ended.billedNano = incident.billedNano + incident.billedBaseNano;
        ended.closedAt = step.now;
        step.state.closedScopes.put(incident.scope().id(), ended);
    }

    /** Writes a closed incident to the files and resolves its alert. The alert stays open while a throttle is set. */
    private void settle(IncidentState incident) {
        // a budget's orders are reported and written by its meter
        if (incident.kind == IncidentKind.BUDGET || firstHours.keeps(incident)) return;
        step.state.ended.values().remove(incident);
        step.out.incidents.add(alerts.resolve(incident, incident.closeReason));
    }

    /** Begins the cooldown, and records the release in the incident. */
    void limitOver(LimitState limit, boolean restored) {
        if (limit.cooldown > 0) step.state.cooldowns.put(limit.function, step.now + limit.cooldown);
        IncidentState incident = step.incident(limit.incident, limit.function);
        if (incident != null && restored) Claim.of(incident).act("release", step.now, limit.found, limit.lever());
    }

    /**
     * Restores the limit's incident from the ledger as a closed incident. The incident's alert may still be open and
     * must end.
     */
    IncidentState of(LimitState limit) {
        if (limit.incident.isEmpty())
            limit.incident = IncidentId.of(step.function(limit.function), limit.until / Step.MINUTE);
        IncidentState known = step.incident(limit.incident, limit.function);
        if (known != null) return known;
        IncidentState incident = new IncidentState();
        incident.id = limit.incident;
        incident.scopeKind = ScopeKind.FUNCTION;
        incident.account = step.state.account;
        incident.region = step.state.region;
        incident.key = limit.function;
        incident.severity = Severity.CRITICAL;
        incident.triggered = true;
        incident.lastMinute = step.now / Step.MINUTE;
        incident.onset = incident.lastMinute;
        incident.detectedMinute = incident.lastMinute;
        incident.lastEvidence = incident.lastMinute;
        incident.closeReason = Reason.ADOPTED;
        // the key includes the function, because one order of a budget throttles many functions
        step.state.ended.put(IncidentId.on(incident.id, incident.key), incident);
        return incident;
    }
}

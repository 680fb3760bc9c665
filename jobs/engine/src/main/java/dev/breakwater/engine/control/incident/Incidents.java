package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.control.rules.ExplainedExcess;
import dev.breakwater.engine.control.rules.FirstHours;
import dev.breakwater.engine.control.rules.LeftAlone;
import dev.breakwater.engine.control.rules.MoneyLines;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentState.Closed;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens, pages, updates, absorbs and closes incidents. A warning is only recorded, and a page is sent. */
public record Incidents(
        Step step,
        MoneyLines lines,
        Accepted accepted,
        ExplainedExcess explained,
        FirstHours firstHours,
        LeftAlone leftAlone,
        Alarms alarms,
        Alerts alerts) {
    /** An incident without data for this long is closed, because its source is lost. */
    private static final long SILENCE = 3 * Step.HOUR;
    /**
     * A lasting change ends if it has no data for this long. A lasting change gets data only when its function is
     * called, which may be once a day.
     */
    private static final long LASTING_SILENCE = 25 * Step.HOUR;

    /**
     * When people know an incident's kind, the kind changes only after this many minutes of evidence for another kind.
     */
    private static final long KIND_STANDS = 5;

    /** The open incident of the assessed scope, or null. Opens an incident if the evidence requires it. */
    public @Nullable IncidentState find(Assessment a) {
        IncidentState open = step.state.incidents.open.get(a.slot());
        if (open != null && isAnother(a, open)) {
            close(open, Reason.CALM);
            open = null;
        }
        if (open != null || a.episode().closed() || a.episode().level() == Level.NONE) return open;
        Closed ended = step.state.incidents.closed.get(a.slot());
        if (ended != null && a.minute() <= ended.minute) return null;
        return open(a, ended);
    }

    /**
     * Whether a surge counts as new, because it began long after the last evidence. The feed had a gap, so the end of
     * the earlier surge was not seen.
     */
    public static boolean isAnother(Assessment a, IncidentState open) {
        return !a.lasts()
                && a.episode().level() != Level.NONE
                && a.episode().onset() > open.evidence.lastEvidence + AlertChanges.CALM;
    }

    private IncidentState open(Assessment a, @Nullable Closed ended) {
        IncidentState incident = new IncidentState();
        incident.scope = a.scope();
        incident.kind = a.episode().kind();
        name(incident, a, ended);
        takeOver(incident);
        incident.evidence.detectedMinute = a.minute();
        // a minute known only from platform reports is judged again when it is complete
        incident.evidence.lastMinute = a.early() ? a.episode().onset() - 1 : a.minute();
        step.state.incidents.open.put(a.slot(), incident);
        learn(incident, a);
        incident.evidence.found = incident.finding(a, lines.automatic(a.scope()));
        step.decide(DecisionType.OPEN, a.episode().reason(), incident, a.minute());
        return incident;
    }

    /**
     * Takes over the records of an adopted lease of the same incident. The alerts of the adopted lease end together
     * with this incident.
     */
    private void takeOver(IncidentState incident) {
        IncidentState adopted = step.ended(incident.id, incident.scope.key());
        if (adopted == null) return;
        step.state.incidents.ended.values().remove(adopted);
        incident.notices.triggered = adopted.notices.triggered;
        incident.notices.toldWith = adopted.notices.toldWith;
        incident.notices.tellAgain = adopted.notices.isAlerted();
        incident.notices.heardSeverity = adopted.notices.heardSeverity;
        incident.notices.heardHourNano = adopted.notices.heardHourNano;
        incident.throttle.actions.addAll(adopted.throttle.actions);
    }

    private static void name(IncidentState incident, Assessment a, @Nullable Closed ended) {
        incident.evidence.episodeOnset = a.episode().onset();
        incident.evidence.onset = a.episode().onset();
        if (ended != null && a.episode().onset() <= ended.minute) {
            // the surge continues after its incident was closed, and the new incident needs a new id
            incident.evidence.onset = ended.minute + 1;
            if (a.episode().onset() == ended.onset) {
                incident.money.excessBaseNano = ended.excessNano;
                incident.money.billedBaseNano = ended.billedNano;
            }
        }
        // a surge that began in the same minute must have another id
        incident.id = a.lasts()
                ? IncidentId.of(a.slot() + '|' + a.minute())
                : IncidentId.of(a.scope(), incident.evidence.onset);
    }

    /** Stores the newest assessment. A deployment gets severity INFO. */
    public void learn(IncidentState incident, Assessment a) {
        incident.evidence.seenAt = step.now;
        if (a.minute() >= incident.evidence.lastMinute) {
            incident.evidence.newest = new IncidentSnapshot.Newest(
                    a.readings().observed(), a.readings().expected());
            incident.now(a);
        }
        if (!a.early()) incident.evidence.lastMinute = Math.max(incident.evidence.lastMinute, a.minute());
        incident.evidence.unready = !a.readings().ready();
        incident.evidence.lastEvidence =
                Math.max(incident.evidence.lastEvidence, a.episode().lastEvidence());
        if (a.lasts() && a.episode().closed()) return;
        incident.money.excessHourNano = a.amounts().excessHour();
        incident.money.mostHourNano = Math.max(incident.money.mostHourNano, incident.money.excessHourNano);
        incident.money.excessNano = Math.max(0, a.amounts().excess() - incident.money.excessBaseNano);
        incident.money.billedHourNano = a.amounts().billedHour();
        incident.money.billedNano = Math.max(0, a.amounts().billed() - incident.money.billedBaseNano);
        incident.money.mostNano = Math.max(incident.money.mostNano, incident.money.billedNano);
        long throttle = lines.of(incident).throttleNano();
        incident.throttle.spared = mayThrottle(incident) ? spares(incident) : null;
        boolean mayCome = mayThrottle(incident) && !incident.evidence.unready && incident.throttle.spared == null;
        incident.money.throttleAboveNano = mayCome ? throttle : 0;
        incident.money.throttleAsks = step.terms.mode(incident) == Mode.APPROVE;
        incident.evidence.growthPerMinute = a.readings().growthPerMinute();
        incident.money.ceilingNano = ceilingNano(incident, a);
        if (a.episode().level() == Level.PAGE)
            incident.evidence.pageMinute = Math.max(incident.evidence.pageMinute, a.minute());
        if (a.episode().level() == Level.NONE) return;
        kind(incident, a);
        if (a.episode().kind() == IncidentKind.DEPLOYMENT) return;
        boolean paged = incident.notices.pagedAt >= 0 || a.episode().level() == Level.PAGE;
        incident.severity = incident.severity.or(Severity.of(paged, incident.money.excessHourNano, throttle));
    }

    /**
     * The hourly cost above the expectation if the scope used all its concurrency. A function may use its reservation
     * or, without one, the unreserved concurrency of the account.
     */
    private long ceilingNano(IncidentState incident, Assessment a) {
        if (a.readings().durationMicros() <= 0) return 0;
        FleetView fleet = step.terms.fleet();
        int reserved = incident.scope.kind() == ScopeKind.FUNCTION ? fleet.reserved(incident.scope.key()) : -1;
        int ceiling = reserved >= 0 ? reserved : step.terms.concurrency() - fleet.reservedInAll();
        double instanceNano = a.amounts().cost() * 60e6 / a.readings().durationMicros();
        return Math.round(instanceNano * ceiling * DataMinute.HOUR)
                - NanoUsd.of(a.readings().expected().usdPerHour());
    }

    /** Takes over the kind. After the page, another kind counts only after five minutes in a row. */
    private static void kind(IncidentState incident, Assessment a) {
        IncidentKind kind = a.episode().kind();
        if (kind != incident.evidence.newestKind) {
            incident.evidence.newestKind = kind;
            incident.evidence.newestKindSince = a.minute();
        }
        boolean stands = a.minute() - incident.evidence.newestKindSince >= KIND_STANDS - 1;
        if (incident.notices.pagedAt < 0 || stands) incident.kind = kind;
    }

    /**
     * Decides the first page. Returns whether the page must be sent. The result may become true later if the mode
     * changes.
     */
    public boolean page(IncidentState incident, Assessment a) {
        if (a.episode().level() != Level.PAGE) return false;
        // the level of an accepted surge is lower
        incident.notices.accepted = false;
        boolean silent = step.terms.mode(incident) == Mode.OBSERVE;
        if (incident.notices.pagedAt < 0) {
            incident.notices.recordedOnly = silent;
            incident.notices.pagedAt = (Math.max(incident.evidence.lastMinute, a.minute()) + 1) * Step.MINUTE;
            incident.evidence.found = incident.finding(a, lines.automatic(a.scope()));
            List<String> told = explained.told(a.scope());
            String words = told.isEmpty() ? "" : "reported already: " + String.join(", ", told);
            Reason paged = a.episode().reason() == Reason.DAY_COST ? Reason.DAY_COST : Reason.PAGED;
            Reason why = silent ? Reason.MODE_OBSERVE : paged;
            step.decide(DecisionType.PAGE, why, Subject.of(incident), a.minute(), Decision.Limits.NONE, words);
            refuseSpared(incident, a.minute());
        }
        incident.notices.recordedOnly &= silent;
        return !silent && (!incident.notices.isTold() || incident.notices.tellAgain);
    }

    /** Whether the scope and the mode allow a throttle. */
    private boolean mayThrottle(IncidentState incident) {
        return incident.scope.kind() == ScopeKind.FUNCTION
                && !incident.lasts()
                && step.terms.mode(incident).atLeast(Mode.APPROVE);
    }

    /**
     * Explains why a function was not paged, or why a paged function was never throttled, if only its low cost or the
     * mode prevented that.
     */
    private String leftOut(IncidentState incident) {
        if (incident.notices.pagedAt < 0) return notPaged(incident);
        if (!incident.throttle.actions.isEmpty() || !incident.throttle.refused.isEmpty()) return "";
        boolean never = incident.scope.kind() != ScopeKind.FUNCTION || incident.lasts();
        long above = incident.money.throttleComesAbove();
        if (!never && !mayThrottle(incident)) {
            if (step.terms.mode(incident) == Mode.OBSERVE) return "not throttled: " + Reason.MODE_OBSERVE.text();
            above = lines.of(incident).throttleNano();
            // below the threshold, mode enforce would not have throttled either
            boolean byCost = spares(incident) == null && incident.money.mostHourNano <= above;
            if (!byCost) return "not throttled: " + Reason.MODE_ALERT.text();
        }
        if (above == 0) return "";
        return "not throttled: " + tooCheap(incident, "throttle", above);
    }

    private String notPaged(IncidentState incident) {
        if (incident.scope.kind() != ScopeKind.FUNCTION || incident.lasts()) return "";
        long above = lines.of(incident).pageNano();
        return incident.money.mostHourNano > above ? "" : "not paged: " + tooCheap(incident, "page", above);
    }

    private static String tooCheap(IncidentState incident, String act, long aboveNano) {
        return String.format(
                Locale.ROOT,
                "the cost was at most %.2f USD above normal in an hour, and a %s needs more than %.2f USD",
                NanoUsd.usd(incident.money.mostHourNano),
                act,
                NanoUsd.usd(aboveNano));
    }

    /**
     * Makes the page of a function that must not be throttled say why. The page gives the reason even if the cost is
     * below the throttle threshold.
     */
    private void refuseSpared(IncidentState incident, long minute) {
        Reason reason = incident.throttle.spared;
        if (reason == null || incident.throttle.refused.contains(reason)) return;
        incident.throttle.refused.add(reason);
        step.decide(DecisionType.REFUSE, reason, incident, minute);
    }

    /** Why the policy or a person forbids a throttle of the function now, or null. */
    private @Nullable Reason spares(IncidentState incident) {
        String function = incident.scope.key();
        if (step.terms.policyFor(incident).protect()) return Reason.PROTECTED;
        if (leftAlone.isChangedOrTagged(function)) return Reason.LEFT_ALONE;
        if (incident.throttle.isDeclined(step.now, incident.rateNano())) return Reason.DECLINED;
        return leftAlone.isSpared(function) ? Reason.SPARED : null;
    }

    /**
     * Sends a separate alert once, to ask people about an incident. Breakwater does not ask people about an incident
     * without an alert.
     */
    public void ask(IncidentState incident, Assessment a) {
        if (incident.notices.pagedAt < 0) return;
        if (a.episode().reason() != Reason.NEW_NORMAL_ASKED || incident.notices.asked || accepted.is(a.scope())) return;
        incident.notices.asked = true;
        alone(incident, a.episode().reason());
    }

    /** Sends a separate alert, because people must answer. */
    public void alone(IncidentState incident, Reason reason) {
        if (incident.notices.triggered) {
            alerts.update(incident, reason);
        } else if (incident.notices.isTold()) {
            FleetPage.leave(incident);
            // another incident's alert may have reported only this incident
            if (incident.notices.isToldWith()) alerts.resolve(incident, reason);
            alerts.open(incident, reason);
        }
    }

    /**
     * Whether an account or group is calm again because the incident of a part explains its cost. The part's incident
     * must not have begun earlier than the incident of the account or group.
     */
    public boolean absorbed(IncidentState incident, Assessment a) {
        if (incident.scope.kind() == ScopeKind.FUNCTION || a.episode().level() != Level.NONE) return false;
        return step.state.incidents.open.values().stream()
                .anyMatch(
                        i -> i.evidence.detectedMinute >= incident.evidence.onset && explained.part(i, incident.scope));
    }

    public static long silentAt(IncidentState incident) {
        return incident.evidence.seenAt + (incident.lasts() ? LASTING_SILENCE : SILENCE);
    }

    public void close(IncidentState incident, Reason reason) {
        incident.closeReason = reason;
        incident.endedAt = reason == Reason.END_OF_INPUT ? -1 : (incident.evidence.lastEvidence + 1) * Step.MINUTE;
        step.state.incidents.open.remove(incident.slot());
        alarms.writeAll(incident);
        if (!incident.lasts()) remember(incident);
        // a surge that now counts as normal must not page for the cost of its day
        if (reason == Reason.NEW_LEVEL) step.state.spend.dayCosts.remove(incident.scope.id());
        step.decide(
                DecisionType.CLOSE,
                reason,
                Subject.of(incident),
                incident.evidence.lastMinute,
                Decision.Limits.NONE,
                leftOut(incident));
        if (!isHeldFor(incident)) {
            settle(incident);
            return;
        }
        step.state.incidents.ended.put(IncidentId.on(incident.id, incident.scope.key()), incident);
        step.stand(AlarmAction.UPDATE, incident, reason);
    }

    /** Whether the incident has a limit that is requested, held, or not yet observed as released. */
    public boolean isHeldFor(IncidentState incident) {
        if (incident.scope.kind() != ScopeKind.FUNCTION || incident.lasts()) return false;
        LeaseState lease = step.state.limits.leases.get(incident.scope.key());
        return lease != null && lease.incident.equals(incident.id)
                || step.state.limits.all.values().stream()
                        .anyMatch(l -> l.life == Life.RETURNING
                                && !l.reports.toldBack
                                && l.intent.incident.equals(incident.id)
                                && l.function.equals(incident.scope.key()));
    }

    /** Finishes a closed incident that no longer has a limit. */
    public void settleIfOver(IncidentState incident) {
        if (!step.isOpen(incident) && !isHeldFor(incident)) settle(incident);
    }

    /**
     * Finishes all closed incidents without a limit. A start without state keeps such an incident open for some hours.
     */
    public void settleOver() {
        Step.values(step.state.incidents.ended).forEach(this::settleIfOver);
    }

    private void remember(IncidentState incident) {
        Closed ended = new Closed();
        ended.minute = incident.evidence.lastMinute;
        ended.onset = incident.evidence.episodeOnset;
        ended.excessNano = incident.money.excessNano + incident.money.excessBaseNano;
        ended.billedNano = incident.money.billedNano + incident.money.billedBaseNano;
        ended.closedAt = step.now;
        step.state.incidents.closed.put(incident.scope.id(), ended);
    }

    /** Writes a closed incident to the files and resolves its alert. The alert stays open while a throttle is set. */
    private void settle(IncidentState incident) {
        // a budget's orders are reported and written by its meter
        if (incident.kind == IncidentKind.BUDGET || firstHours.keeps(incident)) return;
        step.state.incidents.ended.values().remove(incident);
        step.out.incidents.add(alerts.resolve(incident, incident.closeReason));
    }

    /** Begins the cooldown, and records the release in the lease and the incident. */
    public void limitOver(LimitState limit, boolean restored) {
        if (limit.intent.cooldown > 0)
            step.state.leftAlone.cooldowns.put(limit.function, step.now + limit.intent.cooldown);
        LeaseState lease = step.state.limits.released.get(limit.function);
        if (lease != null && lease.lever.equals(limit.lever) && lease.times.overAt == 0) lease.times.overAt = step.now;
        IncidentState incident = step.incident(limit.intent.incident, limit.function);
        if (incident != null && restored) incident.act("release", step.now, limit.intent.found, limit.lever);
    }

    /**
     * Restores the limit's incident from the ledger as a closed incident. The incident's alert may still be open and
     * must end.
     */
    public IncidentState of(LimitState limit) {
        if (limit.intent.incident.isEmpty())
            limit.intent.incident = IncidentId.of(step.function(limit.function), limit.intent.until / Step.MINUTE);
        IncidentState known = step.incident(limit.intent.incident, limit.function);
        if (known != null) return known;
        IncidentState incident = new IncidentState();
        incident.id = limit.intent.incident;
        incident.scope = step.function(limit.function);
        incident.severity = Severity.CRITICAL;
        incident.notices.triggered = true;
        incident.evidence.lastMinute = step.now / Step.MINUTE;
        incident.evidence.onset = incident.evidence.lastMinute;
        incident.evidence.detectedMinute = incident.evidence.lastMinute;
        incident.evidence.lastEvidence = incident.evidence.lastMinute;
        incident.closeReason = Reason.ADOPTED;
        // the key includes the function, because one order of a budget throttles many functions
        step.state.incidents.ended.put(IncidentId.on(incident.id, incident.scope.key()), incident);
        return incident;
    }
}

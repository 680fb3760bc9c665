package dev.breakwater.core.control.state;

import dev.breakwater.core.control.Finding;
import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Projection;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Lever;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An incident that is open, or that is closed but still has a throttle. Flink stores this class. */
public class IncidentState {
    public String id = "";
    public Scope scope = Scope.function("", "", "");
    public IncidentKind kind = IncidentKind.FLOOD;
    public Severity severity = Severity.INFO;
    public IncidentEvidence evidence = new IncidentEvidence();
    public IncidentMoney money = new IncidentMoney();
    public IncidentNotices notices = new IncidentNotices();
    public IncidentThrottle throttle = new IncidentThrottle();
    public IncidentWorth worth = new IncidentWorth();
    public IncidentAlarms alarms = new IncidentAlarms();
    /** When the incident ended, in epoch milliseconds of data time. -1 while it is open or if the input ended first. */
    public long endedAt = -1;

    public Reason closeReason = Reason.CALM;

    public IncidentState() {}

    /** Records that an alert notified people of the incident's present state. */
    public void rang() {
        notices.heardSeverity = notices.heardSeverity.or(severity);
        notices.heardHourNano = hourNano();
    }

    /** Records that another alert recently notified people of an incident that is at least as bad. */
    public void joined() {
        notices.heardSeverity = notices.heardSeverity.or(severity);
        notices.heardHourNano = Math.max(notices.heardHourNano, hourNano());
    }

    /**
     * Records an action on the function's limit. An order of a budget may last for a month, so its actions are recorded
     * only as decisions.
     */
    public void act(String type, long at, int value, Lever lever) {
        if (kind != IncidentKind.BUDGET) throttle.actions.add(new IncidentSnapshot.Action(type, at, value, lever));
    }

    /** Records that a throttle is set. The incident's proposal and its prevented throttle are removed. */
    public void begins() {
        throttle.proposal = null;
        worth.begins();
    }

    /**
     * The billed cost above the expectation, in nano-USD an hour. In the first hour, the cost is the rate since onset.
     * A sum over less than an hour would make a steady surge seem to grow.
     */
    public long hourNano() {
        return money.hourNano(age());
    }

    /** The hourly cost if every demanded call ran. This cost is above the billed rate while calls are refused. */
    public long demandHourNano() {
        return money.demandHourNano(age());
    }

    private long age() {
        return evidence.lastMinute - evidence.onset + 1;
    }

    /** Takes over the readings of the newest minute. */
    public void seen(Assessment a) {
        evidence.newest = new IncidentSnapshot.Newest(
                a.readings().observed(), a.readings().expected());
        throttle.refusedNow = a.readings().refused();
        evidence.lastMinute = a.minute();
    }

    /** Updates the cost of the last three minutes, and the calls that AWS refused. */
    public void now(Assessment a) {
        throttle.refusedNow = a.readings().refused();
        money.now(a);
    }

    /**
     * The finding of an assessment.
     *
     * @param line the automatic threshold; null if the policy sets the threshold itself
     */
    public Finding finding(Assessment a, Finding.@Nullable AutoLine line) {
        return new Finding(
                a.minute(),
                a.episode().kind(),
                evidence.onset,
                a.episode().evidence(),
                a.readings().observed(),
                a.readings().expected(),
                money.billedNano,
                a.amounts().excessHour(),
                Projection.of(a.minute(), money.billedNano, money.nowNano),
                a.readings().planned(),
                line);
    }

    /** @param hold the state of the function's limit */
    public IncidentSnapshot snapshot(
            IncidentSnapshot.EventType type, Reason reason, Hold hold, IncidentSnapshot.Known known) {
        return new IncidentSnapshot(
                type,
                reason,
                identity(severity),
                new IncidentSnapshot.Times(
                        evidence.lastMinute,
                        evidence.onset,
                        DataMinute.endMillis(evidence.detectedMinute),
                        notices.pagedAt,
                        endedAt,
                        money.stoppedAt(),
                        notices.recordedOnly),
                evidence.found,
                new IncidentSnapshot.Money(
                        money.billedNano,
                        money.nowNano,
                        money.billedHourNano,
                        money.excessHourNano,
                        worth.avertedNano,
                        worth.refusedGood(),
                        evidence.growthPerMinute,
                        money.mostNano - money.billedNano),
                new IncidentSnapshot.Limits(
                        hold,
                        throttle.proposal == null ? Hold.NONE : throttle.proposal.hold(),
                        throttle.couldNot,
                        List.copyOf(throttle.actions),
                        worth.would(),
                        money.throttleAboveNano),
                evidence.newest,
                FleetStatus.NONE,
                known);
    }

    public IncidentSnapshot.Identity identity(Severity worst) {
        return new IncidentSnapshot.Identity(id, IncidentSnapshot.Identity.KEY + id, scope, kind, worst);
    }

    /** Whether the incident reports a lasting change instead of a surge. */
    public boolean lasts() {
        return kind == IncidentKind.LASTING_CHANGE;
    }

    /** The incident's key in the map of open incidents. */
    public String slot() {
        return scope.slot(kind);
    }
}

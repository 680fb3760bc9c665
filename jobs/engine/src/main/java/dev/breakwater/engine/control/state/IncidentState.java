package dev.breakwater.engine.control.state;

import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An incident that is open, or that is closed but still has a throttle. Flink stores this class. */
public class IncidentState {
    public String id = "";
    public Scope scope = Scope.function("", "", "");
    public IncidentKind kind = IncidentKind.FLOOD;
    public Severity severity = Severity.INFO;
    public Evidence evidence = new Evidence();
    public IncidentMoney money = new IncidentMoney();
    public Notices notices = new Notices();
    public IncidentThrottle throttle = new IncidentThrottle();
    public IncidentMoney.Worth worth = new IncidentMoney.Worth();
    public Alarms alarms = new Alarms();
    /**
     * When the incident ended, in epoch milliseconds of data time. The value is -1 while it is open or if the input
     * ended first.
     */
    public long endedAt = -1;

    public Reason closeReason = Reason.CALM;

    /** Records that an alert notified people of the incident's present state. */
    public void rang() {
        notices.heardSeverity = notices.heardSeverity.or(severity);
        notices.heardHourNano = rateNano();
        throttle.proposalHeard();
    }

    /**
     * Records that another alert recently notified people of an incident that is at least as bad. A minute's high rate
     * is not recorded, because people may not have seen it.
     */
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

    /**
     * Records that a throttle is set. The incident's proposal and its prevented throttle are removed. The words say what
     * the throttle averts and refuses.
     */
    public void begins(String words) {
        throttle.proposal = null;
        worth.begins(words);
    }

    /**
     * The billed cost above the expectation, in nano-USD an hour. In the first hour, the cost is the rate since onset.
     * A sum over less than an hour would make a steady surge seem to grow.
     */
    public long hourNano() {
        return money.hourNano(age());
    }

    /** The highest hourly rate that an alert tells: the hourly cost or, if it is higher, the present rate. */
    public long rateNano() {
        return Math.max(hourNano(), money.nowNano);
    }

    /** The hourly cost if every demanded call had run. This cost is above the billed rate while calls are refused. */
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
        money.now(a, throttle.hasJustChanged(a.minute()));
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
                line == null ? a.episode().evidence() : a.episode().evidence().against(NanoUsd.usd(line.nano())),
                a.readings().observed(),
                a.readings().expected(),
                money.billedNano,
                Projection.of(a.minute(), money.billedNano, money.nowNano, evidence.growthPerMinute, money.ceilingNano),
                a.readings().planned(),
                line);
    }

    /**
     * @param hold     the state of the function's limit
     * @param couldNot AWS's error or another reason that keeps the limit from being set, or empty
     */
    public IncidentSnapshot snapshot(
            AlarmAction type, Reason reason, Hold hold, String couldNot, IncidentSnapshot.Known known) {
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
                        // the present cost of an account or group leaves out its functions' own incidents
                        scope.kind() == ScopeKind.FUNCTION ? money.stoppedAt() : -1,
                        notices.recordedOnly,
                        notices.accepted,
                        notices.notified),
                evidence.found,
                new IncidentSnapshot.Money(
                        money.billedNano,
                        money.nowNano,
                        money.billedHourNano,
                        money.excessHourNano,
                        worth.avertedNano,
                        worth.refusedGood(),
                        evidence.growthPerMinute,
                        hold.onFunction() ? 0 : money.ceilingNano,
                        money.mostNano - money.billedNano),
                new IncidentSnapshot.Limits(
                        hold,
                        throttle.proposal == null ? Hold.NONE : throttle.proposal.hold(),
                        couldNot,
                        List.copyOf(throttle.actions),
                        worth.would(),
                        Math.max(money.throttleComesAbove(), throttle.ceilingNano()),
                        money.throttleAsks || throttle.isFirstWeek(),
                        throttle.spared),
                evidence.newest,
                FleetStatus.NONE,
                known,
                IncidentSnapshot.Ring.FIRST,
                false,
                null);
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

    /** The alarm minutes of an incident that were not written yet. Flink stores this class. */
    public static class Alarms {
        public List<AlarmRow> rows = new ArrayList<>();
        /** Newest minute whose alarm row was written, or -1. */
        public long writtenTo = -1;

        /** An alarm minute that waits to be written, because a late sample may still raise its cost. */
        public static class AlarmRow {
            public long minute;
            public double score;
            public Severity severity = Severity.WARNING;
            public boolean paged;
            /** When the row was made, in epoch milliseconds of the safety clock. */
            public long at;
        }
    }

    /** When an incident's surge was seen. Minutes are data minutes. Flink stores this class. */
    public static class Evidence {
        /**
         * The incident's first data minute, and the first minute of its surge. The minutes differ if an earlier
         * incident of the same surge was closed.
         */
        public long onset;

        public long episodeOnset;
        public long detectedMinute;
        public long lastMinute;
        /** The newest minute with evidence, and the newest minute whose evidence is strong enough for a page, or -1. */
        public long lastEvidence;

        public long pageMinute = -1;
        /** When the incident was last assessed, in epoch milliseconds of the safety clock. */
        public long seenAt;
        /** The kind of the newest evidence, and the minute since which all evidence has had this kind. */
        public IncidentKind newestKind = IncidentKind.FLOOD;

        public long newestKindSince;
        /** Whether the function had no baseline in the newest minute, so that no safe limit is known. */
        public boolean unready;

        public double growthPerMinute = 1;
        /** The finding that led to the page or, before a page, to the detection. */
        public Finding found = Finding.NONE;
        /** Observed and expected values of the newest data minute. */
        public IncidentSnapshot.Newest newest = IncidentSnapshot.Newest.NONE;
    }

    /** The notifications about an incident, and the alert that reports the incident. Flink stores this class. */
    public static class Notices {
        /** When the page was sent, in epoch milliseconds of data time, or -1. */
        public long pagedAt = -1;
        /** Whether the page was only recorded, as in mode observe. */
        public boolean recordedOnly;
        /** How often an alert about this incident, and not about another incident first, notified people. */
        public int notified;
        /** Whether people accepted the surge. False again if the acceptance ends or the surge costs more. */
        public boolean accepted;
        /** Whether a page was sent. After a page, a resolve must follow. */
        public boolean triggered;
        /** Whether the open incident must be reported again, because state was lost after people were alerted. */
        public boolean tellAgain;
        /** Whether the fleet page lists the incident but has not yet notified people of the incident. */
        public boolean unrung;
        /**
         * The highest severity that people were notified of. The alert was for this incident, or minutes earlier for
         * another incident.
         */
        public Severity heardSeverity = Severity.INFO;
        /** The highest hourly rate that people were notified of, nano-USD. */
        public long heardHourNano;
        /** The state of the incident's limit when people last saw it (see {@code Step.stand}). */
        public String stood = "";
        /** Whether Breakwater has already asked people if the present level is the new normal. */
        public boolean asked;
        /** Whether the incident is reported by the fleet page instead of by a page of its own. */
        public boolean inFleetPage;
        /** The incident whose alert covers this incident. Empty if the incident has its own alert or no alert. */
        public String toldWith = "";

        public boolean isToldWith() {
            return !toldWith.isEmpty();
        }

        /** Whether an alert reports the incident. The alert may belong to another incident. */
        public boolean isAlerted() {
            return triggered || isToldWith();
        }

        /** Whether people know of the incident from any alert. */
        public boolean isTold() {
            return isAlerted() || inFleetPage;
        }
    }

    /** Control's memory of a closed incident. Minutes up to the incident's last minute are not reported again. */
    public static class Closed {
        /** The incident's last data minute. */
        public long minute;
        /** The first minute of the surge according to the detector. */
        public long onset;
        /** The surge's cost above the expectation up to the incident's last data minute, in nano-USD. */
        public long excessNano;
        /** The billed part of the surge's cost above the expectation, in nano-USD. */
        public long billedNano;
        /** When the incident was closed, in epoch milliseconds of the safety clock. */
        public long closedAt;
    }
}

package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Lever;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An incident that is open, or that is closed but still has a throttle. Flink stores this class. */
public class IncidentState {
    public String id = "";
    public ScopeKind scopeKind = ScopeKind.FUNCTION;
    public String account = "";
    public String region = "";
    public String key = "";
    public IncidentKind kind = IncidentKind.FLOOD;
    /** The kind of the newest evidence, and the first minute since which all evidence has this kind. */
    public IncidentKind newestKind = IncidentKind.FLOOD;

    public long newestKindSince;
    public Severity severity = Severity.INFO;
    /**
     * The incident's first data minute, and the first minute of its surge. The minutes differ if an earlier incident of
     * the same surge was closed.
     */
    public long onset;

    public long episodeOnset;
    public long detectedMinute;
    /** When the page was sent, in epoch milliseconds of data time, or -1. */
    public long pagedAt = -1;
    /** Whether the page was only recorded, as in mode observe. */
    public boolean recordedOnly;

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

    /** The hourly cost that people were notified of, nano-USD. */
    public long heardHourNano;

    /** The state of the incident's limit when people last saw it (see {@code Step.stand}). */
    public String stood = "";

    /** Whether Breakwater has already asked people if the present level is the new normal. */
    public boolean asked;

    /** Whether the incident is reported by the fleet page instead of by a page of its own. */
    public boolean inFleetPage;

    /**
     * The incident whose alert covers this incident. The value is empty if the incident has its own alert or no alert.
     * Null in older state.
     */
    public String toldWith = "";

    public long lastEvidence;
    public long lastMinute;
    /** When the incident was last assessed, in epoch milliseconds of the safety clock. */
    public long seenAt;

    /** The finding that led to the page or, before a page, to the detection. */
    public Finding found = Finding.NONE;

    /** Observed and expected values of the newest data minute. */
    public IncidentSnapshot.Newest newest = IncidentSnapshot.Newest.NONE;

    public long excessHourNano;
    /** The highest value that {@link #excessHourNano} ever had. */
    public long mostHourNano;

    /** The throttle threshold in nano-USD an hour, if nothing else prevents a throttle. Otherwise 0. */
    public long throttleAboveNano;

    public long excessNano;
    /** The billed part of {@link #excessHourNano}, in nano-USD. People see this figure. */
    public long billedHourNano;

    public long billedNano;
    /** The highest value that {@link #billedNano} ever had. */
    public long mostNano;

    /**
     * The billed cost of the last three minutes as an hourly rate, and the newest minute that cost more than normal.
     * The minute is -1 if no minute cost more than normal.
     */
    public long nowNano;

    public long aboveMinute = -1;
    /** Calls that AWS refused in the newest minute. */
    public long refusedNow;

    /** The newest minute whose evidence is strong enough for a page, or -1. */
    public long pageMinute = -1;

    /** The cost (nano-USD) that an earlier incident of the same surge already reported. */
    public long excessBaseNano;

    public long billedBaseNano;

    public long avertedNano;
    public double growthPerMinute = 1;
    public List<ActionState> actions = new ArrayList<>();
    public List<Reason> refused = new ArrayList<>();
    /** The throttle that waits for approval, or null. */
    public ProposalState proposal;

    /** AWS's error if the last throttle could not be set. Empty or null otherwise. */
    public String couldNot = "";

    /** The limit that was not set, because of the mode or because of its low worth. 0 if there is none. */
    public int wouldLimit;

    /**
     * The cost that this limit would have averted, in nano-USD, and the good calls that it would have refused, in
     * thousandths of a call.
     */
    public long wouldAvertNano;

    public long wouldRefuseMilli;
    /** Wire name of the reason why this limit was not set. */
    public String wouldWhy = "";
    /** Both hourly figures as text, for a throttle with too little worth. */
    public String wouldWords = "";

    public boolean cureFailed;
    /**
     * Whether a person marked the incident as an attack. An earlier surge at the same time of the week does not excuse
     * an attack.
     */
    public boolean attack;
    /**
     * Whether the function ran above the limit of its queue or stream. Only a reservation can throttle such a function.
     */
    public boolean slipped;

    /** For an incident of a budget's order, the function's usual peak when the peak first became known, or 0 before. */
    public double peak;
    /** The multiple of usual traffic that a planned window expects now. State of older versions has 0 in this field. */
    public double expect = 1;

    public List<AlarmRow> rows = new ArrayList<>();
    /** Newest minute whose alarm row was written, or -1. */
    public long rowsWrittenTo = -1;
    /** The averted cost that was counted for each minute that can still be revised, nano-USD. */
    public Map<Long, Long> averted = new HashMap<>();
    /**
     * Good calls that throttles refused, in thousandths of a call: the total, and the count of each minute that can
     * still change.
     */
    public long refusedMilli;

    public Map<Long, Long> refusals = new HashMap<>();
    /** When the incident ended, in epoch milliseconds of data time. -1 while it is open or if the input ended first. */
    public long endedAt = -1;

    public Reason closeReason = Reason.CALM;

    public IncidentState() {}

    /** The most instances that the function may use at once under a budget's order, given the present expectation. */
    public double plannedPeak() {
        return peak * Math.max(1, expect);
    }

    public boolean isToldWith() {
        return toldWith != null && !toldWith.isEmpty();
    }

    /** Records that an alert notified people of the incident's present state. */
    public void rang() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = hourNano();
    }

    /** Records that another alert recently notified people of an incident that is at least as bad. */
    public void joined() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = Math.max(heardHourNano, hourNano());
    }

    /** Whether an alert reports the incident. The alert may belong to another incident. */
    public boolean isAlerted() {
        return triggered || isToldWith();
    }

    /** Records that a throttle is set. The incident's proposal and its prevented throttle are removed. */
    public void begins() {
        proposal = null;
        wouldLimit = 0;
        wouldWhy = "";
        wouldWords = "";
    }

    /** Whether people know of the incident from any alert. */
    public boolean isTold() {
        return isAlerted() || inFleetPage;
    }

    /**
     * The billed cost above the expectation, in nano-USD an hour. In the first hour, the cost is the rate since onset.
     * A sum over less than an hour would make a steady surge seem to grow.
     */
    public long hourNano() {
        return hourNano(billedNano, billedHourNano);
    }

    /** The hourly cost if every demanded call ran. This cost is above the billed rate while calls are refused. */
    public long demandHourNano() {
        return hourNano(excessNano, excessHourNano);
    }

    private long hourNano(long sinceOnset, long trailing) {
        return Math.max(trailing, perHour(lastMinute - onset + 1, sinceOnset, trailing));
    }

    /**
     * The hourly cost of a surge. The result is the cost of the last hour or, during the first hour, the rate since
     * onset.
     */
    public static long perHour(long age, long sinceOnset, long trailing) {
        return Math.max(0, age >= 60 || age < 1 ? trailing : Math.round(sinceOnset * 60.0 / age));
    }

    /**
     * The cost up to which a minute counts as normal, in nano-USD an hour: half a cent, or a tenth of the last hour's
     * cost.
     */
    private long asUsual() {
        return Math.max(5_000_000, billedHourNano / 10);
    }

    /** Takes over the readings of the newest minute. */
    public void seen(Assessment a) {
        newest = new IncidentSnapshot.Newest(
                a.readings().observed(), a.readings().expected());
        refusedNow = a.readings().refused();
        lastMinute = a.minute();
    }

    /** Updates the cost of the last three minutes. */
    public void now(Assessment a) {
        refusedNow = a.readings().refused();
        boolean stopped = Math.max(a.amounts().billedRecent(), a.amounts().recentHour()) < asUsual();
        nowNano = stopped ? 0 : Math.max(0, a.amounts().billedRecent());
        double above =
                a.readings().observed().usdPerHour() - a.readings().expected().usdPerHour();
        if (above * 1e9 >= asUsual()) aboveMinute = Math.max(aboveMinute, a.minute());
    }

    /** End of the last minute that cost more than normal, in epoch milliseconds. -1 while the surge continues. */
    public long stoppedAt() {
        return nowNano > 0 || aboveMinute < 0 ? -1 : DataMinute.endMillis(aboveMinute);
    }

    /** Good calls that throttles refused so far, rounded. */
    public long refusedGood() {
        return Math.round(refusedMilli / 1000.0);
    }

    /** Whether the incident reports a lasting change instead of a surge. */
    public boolean lasts() {
        return kind == IncidentKind.LASTING_CHANGE;
    }

    /** The incident's key in the map of open incidents. */
    public String slot() {
        return scope().slot(kind);
    }

    public Scope scope() {
        return new Scope(scopeKind, account, region, key);
    }

    /** Records an action on the function's limit. */
    public void act(String type, long at, int value, Lever lever) {
        ActionState action = new ActionState();
        action.type = type;
        action.at = at;
        action.value = value;
        action.leverKind = lever.kind();
        action.mapping = lever.mapping();
        actions.add(action);
    }
}

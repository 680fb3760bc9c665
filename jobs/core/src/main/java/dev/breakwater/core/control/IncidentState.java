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

/** An incident that is open, or that is closed but still has a throttle. Stored. */
public class IncidentState {
    public String id = "";
    public ScopeKind scopeKind = ScopeKind.FUNCTION;
    public String account = "";
    public String region = "";
    public String key = "";
    public IncidentKind kind = IncidentKind.FLOOD;
    /** A kind that the newest evidence has instead, and the first minute of that evidence, or 0. Null in older state. */
    public IncidentKind otherKind = IncidentKind.FLOOD;

    public long otherSince;
    public Severity severity = Severity.INFO;
    /**
     * The incident's first data minute, and the surge's onset. The two minutes differ if an earlier incident of the
     * same surge was closed.
     */
    public long onset;

    public long episodeOnset;
    public long detectedMinute;
    /** Epoch milliseconds of data time, or -1. */
    public long pagedAt = -1;
    /** Whether its page was only recorded, in mode observe. */
    public boolean recordedOnly;

    /** Whether a page was sent. If so, a resolve must follow. */
    public boolean triggered;

    /** Whether state was lost after people were alerted. If so, the open incident must be reported again. */
    public boolean tellAgain;

    /** Whether the fleet page lists the incident but has not yet rung for it. */
    public boolean unrung;

    /** The highest severity that people know of, from an alert that rang for the incident or minutes before it. */
    public Severity heardSeverity = Severity.INFO;

    /** The hourly cost that people know, nano-USD. */
    public long heardHourNano;

    /** The state of the incident's limit when people last saw it (see {@code Step.stand}). */
    public String stood = "";

    /** Whether people were asked if this level is the new normal. */
    public boolean asked;

    /** Whether the fleet page reports the incident, so that it has no page of its own. */
    public boolean inFleetPage;

    /**
     * The incident whose alert covers this one. Empty if the incident has its own alert or none. Null in older state.
     */
    public String toldWith = "";

    public long lastEvidence;
    public long lastMinute;
    /** Epoch milliseconds of the safety clock at the last assessment. */
    public long seenAt;

    /** The finding of the minute of detection or, after the page, of the page's minute. */
    public Finding found = Finding.NONE;

    /** The newest data minute. */
    public IncidentSnapshot.Newest newest = IncidentSnapshot.Newest.NONE;

    public long excessHourNano;
    /** The highest value that {@link #excessHourNano} ever had. */
    public long mostHourNano;

    /** The throttle threshold, if it is the only reason against a throttle, in nano-USD an hour. Otherwise 0. */
    public long throttleAboveNano;

    public long excessNano;
    /** The billed part of that excess in nano-USD. People see this figure. */
    public long billedHourNano;

    public long billedNano;
    /** The highest value that {@link #billedNano} ever had. */
    public long mostNano;

    /**
     * The billed cost of the last three minutes as an hourly rate, and the newest minute that cost more than normal, or
     * -1.
     */
    public long nowNano;

    public long aboveMinute = -1;
    /** Calls that AWS refused in the newest minute. */
    public long refusedNow;

    /** The newest minute with evidence strong enough for a page, or -1. */
    public long pageMinute = -1;

    /** Excess in nano-USD that an earlier incident of the same surge reported. */
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

    /** The limit that the mode or its low worth prevented. 0 if there is none. */
    public int wouldLimit;

    /**
     * The cost that a throttle would have averted, nano-USD, and the good calls that it would have refused, in
     * thousandths.
     */
    public long wouldAvertNano;

    public long wouldRefuseMilli;
    /** Wire name of the reason why it is not set. */
    public String wouldWhy = "";
    /** Text with both hourly figures for a throttle that is not worth it. */
    public String wouldWords = "";

    public boolean cureFailed;
    /** Whether a person marked the incident as an attack. If so, no earlier surge excuses it. */
    public boolean attack;
    /** Whether the function ran above the limit of its queue or stream, so that only a reservation can throttle it. */
    public boolean slipped;

    /** For a budget's order: the function's usual peak when it first became known, and 0 until then. */
    public double peak;
    /** The multiple of usual traffic that a planned window expects now. 0 in older state. */
    public double expect = 1;

    public List<AlarmRow> rows = new ArrayList<>();
    /** Newest minute whose alarm row was written, or -1. */
    public long rowsWrittenTo = -1;
    /** The averted cost that was counted for each minute that can still be revised, nano-USD. */
    public Map<Long, Long> averted = new HashMap<>();
    /** Refused good calls in thousandths: the total, and the count of each minute that can still be revised. */
    public long refusedMilli;

    public Map<Long, Long> refusals = new HashMap<>();
    /** Epoch milliseconds of data time, or -1 while it is open or if the input ended first. */
    public long endedAt = -1;

    public Reason closeReason = Reason.CALM;

    public IncidentState() {}

    /** The most instances that the function of an order may use at once, according to the present expectation. */
    public double plannedPeak() {
        return peak * Math.max(1, expect);
    }

    public boolean isToldWith() {
        return toldWith != null && !toldWith.isEmpty();
    }

    /** Records that an alert rang for the incident's present state. */
    public void rang() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = hourNano();
    }

    /** Records that the alert rang minutes ago for an incident that is at least as bad. */
    public void joined() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = Math.max(heardHourNano, hourNano());
    }

    /** Whether an alert reports the incident, its own or another's. */
    public boolean isAlerted() {
        return triggered || isToldWith();
    }

    /** Records that a throttle is set, and drops the proposal and the throttle that was not set. */
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
     * The billed cost above the expectation, in nano-USD an hour. In the first hour, it is the rate since onset,
     * because otherwise a steady surge would seem to grow.
     */
    public long hourNano() {
        return hourNano(billedNano, billedHourNano);
    }

    /** The hourly rate that the demand would cost. It is above the billed rate while calls are refused. */
    public long demandHourNano() {
        return hourNano(excessNano, excessHourNano);
    }

    private long hourNano(long sinceOnset, long trailing) {
        return Math.max(trailing, perHour(lastMinute - onset + 1, sinceOnset, trailing));
    }

    /** The hourly cost of a surge: the cost of the last hour, or in the first hour the rate since onset. */
    public static long perHour(long age, long sinceOnset, long trailing) {
        return Math.max(0, age >= 60 || age < 1 ? trailing : Math.round(sinceOnset * 60.0 / age));
    }

    /** A minute counts as normal up to this excess, in nano-USD an hour: half a cent, or a tenth of the last hour's. */
    private long asUsual() {
        return Math.max(5_000_000, billedHourNano / 10);
    }

    /** Notes the cost of the last minutes. */
    public void now(Assessment a) {
        refusedNow = a.readings().refused();
        boolean stopped = Math.max(a.amounts().billedRecent(), a.amounts().recentHour()) < asUsual();
        nowNano = stopped ? 0 : Math.max(0, a.amounts().billedRecent());
        double above =
                a.readings().observed().usdPerHour() - a.readings().expected().usdPerHour();
        if (above * 1e9 >= asUsual()) aboveMinute = Math.max(aboveMinute, a.minute());
    }

    /**
     * End of the last minute that cost more than normal, in epoch milliseconds. -1 while the last three minutes still
     * do.
     */
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

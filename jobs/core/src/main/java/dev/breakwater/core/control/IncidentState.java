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
    public Severity severity = Severity.INFO;
    /** The first data minute, and the detector's onset. They differ after an earlier close. */
    public long onset;

    public long episodeOnset;
    public long detectedMinute;
    /** Epoch milliseconds of data time, or -1. */
    public long pagedAt = -1;
    /** Whether its page was only recorded, in mode observe. */
    public boolean recordedOnly;

    /** Whether a page was sent, so that a resolve must be sent too. */
    public boolean triggered;

    /** Whether state was lost after people were alerted, so that an open incident must be reported again. */
    public boolean tellAgain;

    /** Whether the fleet page lists it and has not yet rung for it. */
    public boolean unrung;

    /** The severity that people know: the highest with which an alert reported it when it rang, or minutes later. */
    public Severity heardSeverity = Severity.INFO;

    /** The hourly cost that people know, nano-USD. */
    public long heardHourNano;

    /** The state of its limit when it was last shown (see {@code Step.stand}). */
    public String stood = "";

    /** Whether people were asked if this is the new normal. */
    public boolean asked;

    /** Whether the fleet page reports it instead of its own page. */
    public boolean inFleetPage;

    /** The incident whose alert covers this one. Empty, or null in an old state, if it has its own alert or none. */
    public String toldWith = "";

    public long lastEvidence;
    public long lastMinute;
    /** Epoch milliseconds of the safety clock at the last assessment. */
    public long seenAt;

    /** The finding of the minute of detection or, after the page, of the page's minute. */
    public Finding found = Finding.NONE;

    /** The newest minute. */
    public IncidentSnapshot.Newest newest = IncidentSnapshot.Newest.NONE;

    public long excessHourNano;
    public long excessNano;
    /** The billed part of it in nano-USD, which is the figure that people see. */
    public long billedHourNano;

    public long billedNano;
    /** The most that this ever was. */
    public long mostNano;

    /**
     * The billed cost of the last three minutes as an hourly rate, and the newest minute that cost more than normal, or
     * -1.
     */
    public long nowNano;

    public long aboveMinute = -1;

    /** Newest minute whose evidence was at page level, or -1. */
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

    /** AWS's error if the last throttle could not be set. Empty or null if it could. */
    public String couldNot = "";

    /** The limit that was not set because of the mode or because it was not worth it. 0 if there is none. */
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
    /** Whether a person marked it as an attack, so that no earlier surge excuses it. */
    public boolean attack;
    /** Whether the function ran above the limit of its queue or stream, so that only a reservation can throttle it. */
    public boolean slipped;

    /** For a budget's order, the function's usual peak when it was first known, 0 before that. */
    public double peak;
    /** The multiple that a window expects now. 0 in state from before there were windows. */
    public double expect = 1;

    public List<AlarmRow> rows = new ArrayList<>();
    /** Newest minute whose alarm row was written, or -1. */
    public long rowsWrittenTo = -1;
    /** The counted averted cost of each minute that can still be revised, nano-USD. */
    public Map<Long, Long> averted = new HashMap<>();
    /** Refused good calls in thousandths, in all and for each minute that can still be revised. */
    public long refusedMilli;

    public Map<Long, Long> refusals = new HashMap<>();
    /** Epoch milliseconds of data time, or -1 while it is open or if the input ended first. */
    public long endedAt = -1;

    public Reason closeReason = Reason.CALM;

    public IncidentState() {}

    /** The most instances that an order's function may use at once, by the present expectation. */
    public double plannedPeak() {
        return peak * Math.max(1, expect);
    }

    public boolean isToldWith() {
        return toldWith != null && !toldWith.isEmpty();
    }

    /** Notes that an alert rang for its present state. */
    public void rang() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = hourNano();
    }

    /** Notes that its alert rang minutes ago for an incident that is at least as bad. */
    public void joined() {
        heardSeverity = heardSeverity.or(severity);
        heardHourNano = Math.max(heardHourNano, hourNano());
    }

    /** Whether its own alert or another one reports it. */
    public boolean isAlerted() {
        return triggered || isToldWith();
    }

    /** Whether people know of it from any alert. */
    public boolean isTold() {
        return isAlerted() || inFleetPage;
    }

    /**
     * The billed cost above the expectation, in nano-USD an hour. In the first hour it is the rate since onset, so that a steady surge does not seem to grow.
     */
    public long hourNano() {
        return hourNano(billedNano, billedHourNano);
    }

    /** The hourly rate for the demand, which is more while calls are refused. */
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

    /** Excess cost up to which a minute counts as normal, half a cent in nano-USD an hour. */
    private static final long AS_USUAL = 5_000_000;

    /** Notes the cost of the last minutes. */
    public void now(Assessment a) {
        nowNano = a.amounts().billedRecent() < AS_USUAL ? 0 : a.amounts().billedRecent();
        double above =
                a.readings().observed().usdPerHour() - a.readings().expected().usdPerHour();
        if (above * 1e9 >= AS_USUAL) aboveMinute = Math.max(aboveMinute, a.minute());
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

    /** Whether it is about a lasting level, and not about a surge. */
    public boolean lasts() {
        return kind == IncidentKind.LASTING_CHANGE;
    }

    /** Its key among those that are open. */
    public String slot() {
        return scope().slot(kind);
    }

    public Scope scope() {
        return new Scope(scopeKind, account, region, key);
    }

    /** Notes an act on the function's limit. */
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

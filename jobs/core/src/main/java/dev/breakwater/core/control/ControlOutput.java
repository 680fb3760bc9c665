package dev.breakwater.core.control;

import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.limit.Call;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of control, in the order of its decisions. */
public final class ControlOutput {

    public final List<Decision> decisions = new ArrayList<>();
    public final List<IncidentSnapshot> events = new ArrayList<>();
    /** The states of incidents that this step changed. Some states are not sent to the pager. */
    public final List<IncidentSnapshot> standings = new ArrayList<>();

    /** Incidents that have ended and no longer have a limit. */
    public final List<IncidentSnapshot> incidents = new ArrayList<>();

    public final List<AlarmMinute> alarms = new ArrayList<>();
    /** The calls on limits that must be made. A call is open until control gets its answer. */
    public final List<Call> calls = new ArrayList<>();
    /**
     * Faults that a person must check, such as a limit that cannot be released or that has the tag of another instance.
     */
    public final List<LimitTrouble> troubles = new ArrayList<>();
    /** Observations of limits, for the ledger. */
    public final List<LimitLine> lines = new ArrayList<>();

    /** Answers to requests. */
    public final List<Answer> answers = new ArrayList<>();

    /** When control must be called again, in epoch milliseconds of the safety clock. Long.MAX_VALUE if never. */
    public long wakeAt = Long.MAX_VALUE;
    /** When the next call on a limit is due, in epoch milliseconds. Long.MAX_VALUE if none is. */
    public long callAt = Long.MAX_VALUE;
}

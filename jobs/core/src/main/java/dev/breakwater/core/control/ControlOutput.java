package dev.breakwater.core.control;

import dev.breakwater.core.control.Request.Answer;
import dev.breakwater.core.limit.Call;
import java.util.ArrayList;
import java.util.List;

/** The output of one step of control, in the order in which it was decided. */
public final class ControlOutput {

    public final List<Decision> decisions = new ArrayList<>();
    public final List<IncidentSnapshot> events = new ArrayList<>();
    /** The states of incidents that this step changed, whether or not the pager gets them. */
    public final List<IncidentSnapshot> standings = new ArrayList<>();

    /** Incidents that are over and no longer have a limit. */
    public final List<IncidentSnapshot> incidents = new ArrayList<>();

    public final List<AlarmMinute> alarms = new ArrayList<>();
    /** Calls to make on limits. Each is open until control has its answer. */
    public final List<Call> calls = new ArrayList<>();
    /** Faults that people must check: a limit that cannot be released, or another instance's tag on it. */
    public final List<LimitTrouble> troubles = new ArrayList<>();
    /** Observations of limits, for the ledger. */
    public final List<LimitLine> lines = new ArrayList<>();

    /** Answers to requests. */
    public final List<Answer> answers = new ArrayList<>();

    /** Safety-clock milliseconds at which control wants to be called again, or Long.MAX_VALUE. */
    public long wakeAt = Long.MAX_VALUE;
    /** When the next call on a limit is due, epoch milliseconds, or Long.MAX_VALUE. */
    public long callAt = Long.MAX_VALUE;
}

package dev.breakwater.engine.control;

import dev.breakwater.engine.control.Request.Answer;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import dev.breakwater.model.function.Lever;
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
    /** The calls that must be made to read or change limits. A call is open until control gets its answer. */
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

    /**
     * A data minute with evidence of an open incident. Each minute with evidence is written as a line of {@code
     * alarms.jsonl}.
     *
     * @param minute   floor(epoch seconds / 60) of the minute's start
     * @param incident state of the incident in this minute
     * @param paged    whether the page condition is true in this minute
     */
    public record AlarmMinute(long minute, IncidentSnapshot.Identity incident, double score, boolean paged) {}

    /**
     * A fault of a limit that people must check, or the end of such a fault.
     *
     * @param over  whether the fault has ended
     * @param value the value at AWS if it was read, {@code LimitValue.NONE} for no limit
     * @param found the value to restore
     * @param words the cause; AWS's error message if AWS refused a call
     * @param at    epoch milliseconds
     */
    public record LimitTrouble(
            Kind kind, boolean over, Scope function, Lever lever, int value, int found, String words, long at) {

        /** The kinds of fault. */
        public enum Kind implements Wire {
            /** A release was not observed within ten minutes. */
            CANNOT_GIVE_BACK,
            /** According to its tag, the limit belongs to another instance. */
            TAKEN_OVER,
            /** An unknown limit has a tag of Breakwater that cannot be parsed. */
            UNREADABLE_TAG,
            /**
             * This instance was renamed. A renamed instance throttles nothing until the instance adopts its old name.
             */
            RENAMED
        }
    }

    /**
     * An observation of a limit, with the limit's lease, for the ledger.
     *
     * @param found the value before the lease's first limit
     * @param until end of the lease, epoch milliseconds; if a person changed or released the limit, the time until which
     *     Breakwater leaves the function alone
     * @param at    epoch milliseconds
     */
    public record LimitLine(
            LimitEvent event,
            String function,
            Lever lever,
            String lease,
            String incident,
            int found,
            long until,
            long at) {

        public static LimitLine of(LimitEvent e, LimitState limit, long until, long at) {
            return new LimitLine(
                    e,
                    limit.function,
                    limit.lever,
                    limit.intent.lease,
                    limit.intent.incident,
                    limit.intent.found,
                    until,
                    at);
        }
    }
}

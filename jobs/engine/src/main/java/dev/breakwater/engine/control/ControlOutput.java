package dev.breakwater.engine.control;

import dev.breakwater.engine.control.Request.Answer;
import dev.breakwater.engine.limit.Call;
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
     * Key figures of an account and region.
     *
     * @param at             epoch milliseconds of the safety clock
     * @param incidentsOpen  incidents that are open
     * @param throttlesHeld  throttles that are held
     * @param excessHourNano cost above the expectation in the trailing 60 minutes, nano-USD; includes cost that no
     *     function's incident explains
     * @param lagMillis      age of the newest data minute that control has processed, milliseconds
     */
    public record AccountFigures(
            long at,
            String account,
            String region,
            int incidentsOpen,
            int throttlesHeld,
            long excessHourNano,
            long lagMillis) {}
}
